package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.MessageFraming;

/** Reads the content of a request. */
final class RequestContent {
    private RequestContent() {}

    /**
     * Reads the whole content, and blocks until it has arrived.
     *
     * @param framing the framing of the request
     * @param limit the most bytes that the content may have
     * @throws HttpRejection if there is more, or if its chunks are malformed
     */
    static byte[] read(HttpExchange exchange, MessageFraming framing, int limit) throws HttpRejection {
        if (framing.contentLength() > limit) {
            throw HttpRule.CONTENT_TOO_LARGE.rejection(limit);
        }
        try {
            InputStream in = exchange.getRequestBody();
            byte[] bytes = in.readNBytes(limit);
            // Not one byte more above: the JDK would read the header of the next chunk before it returned that byte.
            if (bytes.length < limit || in.read() < 0) {
                return bytes;
            }
        } catch (IOException | IndexOutOfBoundsException malformed) {
            // The JDK turns a chunk size beyond an int into a negative length. If the client has disconnected instead,
            // the answer is lost.
            throw HttpRule.CONTENT_MALFORMED.rejection();
        }
        throw HttpRule.CONTENT_TOO_LARGE.rejection(limit);
    }
}
