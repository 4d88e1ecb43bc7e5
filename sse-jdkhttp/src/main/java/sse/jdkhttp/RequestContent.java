package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Reads the content of a request. */
final class RequestContent {
    private static final int LONGEST_LENGTH = 18;

    private RequestContent() {}

    /** Reads all of it, and blocks until it is there. Refuses more than the limit, and chunks that are malformed. */
    static byte[] read(HttpExchange exchange, int limit) throws RefusedException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && (length.length() > LONGEST_LENGTH || Long.parseLong(length) > limit)) {
            throw tooLarge(limit);
        }
        byte[] bytes;
        try {
            bytes = exchange.getRequestBody().readNBytes((int) Math.min(limit + 1L, Integer.MAX_VALUE));
        } catch (IOException | IndexOutOfBoundsException malformed) {
            // The JDK turns a chunk size beyond an int into a negative length. If the client is gone instead, nobody
            // reads the answer.
            throw RefusedException.withoutEnd("content must be complete and well-formed");
        }
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    private static RefusedException tooLarge(int limit) {
        return new RefusedException(413, "content must be at most " + limit + " bytes");
    }
}
