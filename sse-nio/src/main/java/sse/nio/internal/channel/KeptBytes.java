package sse.nio.internal.channel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes that a channel keeps until it can write them. */
final class KeptBytes {
    private KeptBytes() {}

    /**
     * Adds bytes to those that are kept already.
     *
     * @param kept what is kept, or null
     * @param bytes what is added; a buffer that is not direct may be kept itself
     * @return what is kept from now on
     */
    static ByteBuffer append(@Nullable ByteBuffer kept, ByteBuffer bytes) {
        if (kept != null) {
            return ByteBuffer.allocate(kept.remaining() + bytes.remaining())
                    .put(kept)
                    .put(bytes)
                    .flip();
        }
        return bytes.isDirect()
                ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                : bytes;
    }
}
