package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.http.HttpDate;
import sse.api.spi.http.Persistence;
import sse.api.spi.http.ReasonPhrase;
import sse.api.spi.http.TransportFields;

/**
 * Encodes responses (RFC 9112 sections 4 to 6). Confined to the loop.
 *
 * <p>Streams mostly have the same header fields, often the same object, so the encoded head of the last stream is
 * cached and only its date is encoded anew.
 */
final class ResponseWriter {
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

    /** Up to so many bytes, content is copied behind its head, so that both leave in one system call. */
    private static final int MAX_JOINED_BYTES = 16 * 1024;

    private final HttpDate date;
    private final StringBuilder text = new StringBuilder(512);
    private int lastStatus;
    private @Nullable Headers lastHeaders;
    private @Nullable StreamFraming lastFraming;
    private byte[] lastHead = new byte[0];

    ResponseWriter(InstantSource clock) {
        date = new HttpDate(clock);
    }

    /**
     * Encodes a response, except for content that {@linkplain #isContentApart is sent apart}.
     *
     * @param isHead true if it answers {@code HEAD}: the same fields without the content (RFC 9110 section 9.3.2)
     * @param shared the buffer that is used if the response fits
     * @return the shared buffer or a new one, ready to be read
     */
    ByteBuffer write(Response response, Persistence persistence, boolean isHead, ByteBuffer shared) {
        ByteBuffer body = response.content();
        int length = body.remaining();
        text.setLength(0);
        statusLine(response.status());
        response.headers().forEach(this::field);
        text.append("Date: ").append(date.now()).append("\r\n");
        boolean isLengthKnown = length > 0 || !isHead;
        if (isLengthKnown && response.status() != 204 && response.status() != 304) {
            text.append("Content-Length: ").append(length).append("\r\n");
        }
        connection(persistence);
        text.append("\r\n");
        byte[] head = text.toString().getBytes(ISO_8859_1);
        if (isHead || isContentApart(response)) {
            return bufferFor(head.length, shared).put(head).flip();
        }
        return bufferFor(head.length + length, shared).put(head).put(body).flip();
    }

    /** Returns the interim response to a client that waits for it before it sends content (RFC 9110 section 10.1.1). */
    static ByteBuffer continues() {
        return ByteBuffer.wrap(CONTINUE);
    }

    /**
     * Returns true if the content of a response is sent from the response itself, so that it is in memory once for all
     * clients that are sent the same response.
     */
    static boolean isContentApart(Response response) {
        return response.content().remaining() > MAX_JOINED_BYTES;
    }

    /**
     * Encodes the head of an event stream.
     *
     * @param status the status
     * @param headers the fields
     * @param framing how its content is framed
     * @return a new buffer, ready to be read
     */
    ByteBuffer streamHead(int status, Headers headers, StreamFraming framing) {
        if (status != lastStatus || framing != lastFraming || lastHeaders == null || !headers.equals(lastHeaders)) {
            lastHead = encodeStreamHead(status, headers, framing);
            lastStatus = status;
            lastHeaders = headers;
            lastFraming = framing;
        }
        String now = date.now();
        ByteBuffer head = ByteBuffer.allocate(lastHead.length + now.length() + HEAD_END.length)
                .put(lastHead);
        for (int i = 0; i < now.length(); i++) {
            head.put((byte) now.charAt(i));
        }
        return head.put(HEAD_END).flip();
    }

    private byte[] encodeStreamHead(int status, Headers headers, StreamFraming framing) {
        text.setLength(0);
        statusLine(status);
        headers.forEach(this::field);
        if (framing.isChunked()) {
            text.append("Transfer-Encoding: chunked\r\n");
        }
        connection(framing.persistence());
        text.append("Date: ");
        return text.toString().getBytes(ISO_8859_1);
    }

    private void statusLine(int status) {
        text.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(ReasonPhrase.of(status))
                .append("\r\n");
    }

    private void field(String name, String value) {
        if (!TransportFields.contains(name)) {
            text.append(name).append(": ").append(value).append("\r\n");
        }
    }

    private void connection(Persistence persistence) {
        String option = persistence.connectionOption();
        if (!option.isEmpty()) {
            text.append("Connection: ").append(option).append("\r\n");
        }
    }

    private static ByteBuffer bufferFor(int length, ByteBuffer shared) {
        return length <= shared.remaining() ? shared : ByteBuffer.allocate(length);
    }
}
