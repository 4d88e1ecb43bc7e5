package sse.benchmarks.encoding;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Builds the event as well, each time, and so pays for the check of its texts; then encodes it into a supplied buffer.
 */
final class BuiltEventWriter implements FrameWriter {

    private final FrameShape shape;
    private final ByteBuffer target = ByteBuffer.allocate(16 * 1024);

    BuiltEventWriter(FrameShape shape) {
        this.shape = shape;
    }

    @Override
    public int write() {
        target.clear();
        shape.event().writeTo(target);
        return target.position();
    }

    @Override
    public byte[] frame() {
        return Arrays.copyOf(target.array(), write());
    }
}
