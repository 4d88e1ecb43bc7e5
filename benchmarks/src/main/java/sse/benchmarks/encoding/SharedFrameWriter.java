package sse.benchmarks.encoding;

import java.nio.ByteBuffer;
import sse.api.Event;
import sse.api.spi.Frame;

/** Encodes an event that exists as a shared frame: what a broadcast does once for all receivers. */
final class SharedFrameWriter implements FrameWriter {

    private final Event event;

    // A field, so that the frame is not optimized away.
    private Frame last;

    SharedFrameWriter(FrameShape shape) {
        this.event = shape.event();
        this.last = Frame.of(event);
    }

    @Override
    public int write() {
        last = Frame.of(event);
        return last.size();
    }

    @Override
    public byte[] frame() {
        var bytes = ByteBuffer.allocate(write());
        last.copyTo(bytes);
        return bytes.array();
    }
}
