package sse.benchmarks.encoding;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Is the reference: {@code getBytes} of each field, copied behind its name. It looks for no line breaks, so of data
 * with several lines only the first survives; nothing that writes correct frames does less.
 */
final class PlainWriter implements FrameWriter {

    private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
    private static final byte[] ID = "id: ".getBytes(US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte NEW_LINE = '\n';

    private final FrameShape shape;
    private final ByteBuffer target = ByteBuffer.allocate(16 * 1024);

    PlainWriter(FrameShape shape) {
        this.shape = shape;
    }

    @Override
    public int write() {
        target.clear();
        if (shape.type != null) {
            target.put(EVENT).put(shape.type.getBytes(UTF_8)).put(NEW_LINE);
        }
        if (shape.id != null) {
            target.put(ID).put(shape.id.getBytes(UTF_8)).put(NEW_LINE);
        }
        target.put(DATA).put(shape.data.getBytes(UTF_8)).put(NEW_LINE).put(NEW_LINE);
        return target.position();
    }

    @Override
    public byte[] frame() {
        return Arrays.copyOf(target.array(), write());
    }
}
