package sse.benchmarks.encoding;

import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.media.MediaContext;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.SinkProviderContext;
import io.helidon.webserver.sse.SseSink;
import io.helidon.webserver.sse.SseSinkProvider;
import java.util.Map;

/**
 * Is Helidon's {@code SseSink}, as its provider makes it for a response whose stream is in memory. The event is made
 * beforehand. Compiled on JDK 21 and later only.
 */
final class HelidonWriter implements FrameWriter {

    private final SseEvent event;
    private final FrameSink sink = new FrameSink();
    private final SseSink events;

    HelidonWriter(FrameShape shape) {
        var builder = SseEvent.builder().data((Object) shape.data);
        if (shape.id != null) {
            builder.id(shape.id);
        }
        if (shape.type != null) {
            builder.name(shape.type);
        }
        this.event = builder.build();
        var response = StandIn.of(
                ServerResponse.class,
                Map.of("status", Status.OK_200, "headers", ServerResponseHeaders.create(), "outputStream", sink));
        var listener = StandIn.of(ListenerContext.class, Map.of("mediaContext", MediaContext.create()));
        var connection = StandIn.of(ConnectionContext.class, Map.of("listenerContext", listener));
        Runnable onClose = () -> {};
        this.events = new SseSinkProvider()
                .create(StandIn.of(
                        SinkProviderContext.class,
                        Map.of("serverResponse", response, "connectionContext", connection, "closeRunnable", onClose)));
    }

    @Override
    public int write() {
        sink.reset();
        events.emit(event);
        return sink.size();
    }

    @Override
    public byte[] frame() {
        write();
        return sink.toByteArray();
    }
}
