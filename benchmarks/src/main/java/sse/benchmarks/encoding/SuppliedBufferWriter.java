package sse.benchmarks.encoding;

import java.nio.ByteBuffer;
import sse.api.Event;

/** Encodes an event that exists into a supplied buffer: what a transport does for one receiver. */
final class SuppliedBufferWriter implements FrameWriter {

    private final Event event;
    private final ByteBuffer target;

    SuppliedBufferWriter(FrameShape shape, ByteBuffer target) {
        this.event = shape.event();
        this.target = target;
    }

    @Override
    public int write() {
        target.clear();
        event.writeTo(target);
        return target.position();
    }

    @Override
    public byte[] frame() {
        var bytes = new byte[write()];
        target.flip().get(bytes);
        return bytes;
    }
}
