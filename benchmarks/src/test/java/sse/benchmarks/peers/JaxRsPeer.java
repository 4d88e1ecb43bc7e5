package sse.benchmarks.peers;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;

@Singleton
@Path("/news")
public class JaxRsPeer {
    private final Sse sse;
    private final SseBroadcaster broadcaster;

    public JaxRsPeer(@Context Sse sse) {
        this.sse = sse;
        this.broadcaster = sse.newBroadcaster();
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void news(@Context SseEventSink sink) {
        sink.send(sse.newEvent("welcome", "hello"));
        broadcaster.register(sink);
    }

    @POST
    public void publish(String text) {
        broadcaster.broadcast(sse.newEventBuilder().name("news").data(text).build());
    }
}
