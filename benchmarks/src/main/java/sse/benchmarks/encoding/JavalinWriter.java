package sse.benchmarks.encoding;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.util.Map;

/**
 * Is Javalin's {@code SseClient} and the {@code Emitter} behind it, on a servlet response in memory. There is no event
 * object; the fields are given with each call. The container's {@code print(String)} is the sink's.
 */
final class JavalinWriter implements FrameWriter {

    private final FrameShape shape;
    private final FrameSink sink = new FrameSink();
    private final SseClient client;

    JavalinWriter(FrameShape shape) {
        this.shape = shape;
        this.client = new SseClient(StandIn.of(Context.class, Map.of("res", new SinkResponse(sink))));
    }

    @Override
    public int write() {
        sink.reset();
        if (shape.type == null) {
            client.sendData(shape.data, shape.id);
        } else {
            client.sendEvent(shape.type, shape.data, shape.id);
        }
        return sink.size();
    }

    @Override
    public byte[] frame() {
        write();
        return sink.toByteArray();
    }
}
