package sse.api.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import sse.api.StreamRequest;

/** A request for a stream that was shed, at capacity or while the server was closing. */
@Name("sse.Shed")
@Label("Shed Request")
@Category("Server-Sent Events")
@Description("A request for a stream that was answered with a reconnection time or 503")
@StackTrace(false)
final class ShedEvent extends Event {
    static final EventType TYPE = EventType.getEventType(ShedEvent.class);

    @Label("Path")
    final String path;

    @Label("Remote Address")
    final String remote;

    private ShedEvent(StreamRequest request) {
        this.path = request.path();
        this.remote = request.remoteAddress().toString();
    }

    static void occurred(StreamRequest request) {
        new ShedEvent(request).commit();
    }
}
