package sse.client.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import sse.client.ResponseHead;
import sse.client.internal.gzip.GzipInflater;

/** Collects the first bytes of the content of a response that is not an event stream. Confined to the loop. */
final class RefusedBody {
    private static final int MAX_BYTES = 8 << 10;

    private final ResponseHead head;
    private final ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);

    RefusedBody(ResponseHead head) {
        this.head = head;
    }

    ResponseHead head() {
        return head;
    }

    /** Adds a chunk. Returns true if more is wanted. */
    boolean add(List<ByteBuffer> chunk) {
        for (ByteBuffer part : chunk) {
            int length = Math.min(part.remaining(), bytes.remaining());
            bytes.put(part.duplicate().limit(part.position() + length));
        }
        return bytes.hasRemaining();
    }

    /** Returns the bytes, without the content coding. */
    byte[] content() {
        ByteBuffer collected = bytes.duplicate().flip();
        if (ResponseCheck.isGzip(head)) {
            ByteBuffer inflated = ByteBuffer.allocate(MAX_BYTES);
            try (GzipInflater gzip = new GzipInflater()) {
                gzip.inflate(collected, inflated);
            } catch (IOException malformed) {
                // What came before is content all the same.
            }
            collected = inflated.flip();
        }
        byte[] content = new byte[collected.remaining()];
        collected.get(content);
        return content;
    }
}
