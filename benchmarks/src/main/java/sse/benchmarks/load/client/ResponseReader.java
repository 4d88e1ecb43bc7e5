package sse.benchmarks.load.client;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one response to its stream of events, in pieces of any size. */
final class ResponseReader {
    private static final int MOST_HEAD_CHARS = 8192;

    private ByteSink content;
    private @Nullable StringBuilder head = new StringBuilder();
    private @Nullable ChunkedBody chunked;
    private boolean closes;

    /** Makes a reader; the arguments are those of the scanner. */
    ResponseReader(int payloadBytes, EventSink sink, @Nullable IdField ids) {
        this(new EventScanner(payloadBytes, sink, ids));
    }

    /** Makes a reader of a response whose content is for a sink. */
    ResponseReader(ByteSink content) {
        this.content = content;
    }

    /** Returns true if a valid response head has been read. */
    boolean isOpen() {
        return head == null;
    }

    /**
     * Returns true if the server has completed the response, by the last chunk or, without chunks, by the end of the
     * connection.
     */
    boolean hasEnded() {
        return chunked != null && chunked.hasEnded();
    }

    /** Returns true if the head says that the connection ends with the response. */
    boolean closes() {
        return closes;
    }

    /** Returns true if the response is complete when the connection ends, because nothing else says where it does. */
    boolean endsWithConnection() {
        return isOpen() && closes && chunked == null;
    }

    void accept(byte[] bytes, int from, int to) throws MalformedStreamException {
        int body = from;
        if (head != null) {
            body = readHead(head, bytes, from, to);
        }
        if (chunked != null) {
            chunked.accept(bytes, body, to);
        } else {
            content.accept(bytes, body, to);
        }
    }

    private int readHead(StringBuilder text, byte[] bytes, int from, int to) throws MalformedStreamException {
        for (int at = from; at < to; at++) {
            text.append((char) (bytes[at] & 0xff));
            int length = text.length();
            if (bytes[at] == '\n' && length >= 4 && text.indexOf("\r\n\r\n", length - 4) >= 0) {
                endHead(text.toString().toLowerCase(Locale.ROOT));
                return at + 1;
            }
            if (length > MOST_HEAD_CHARS) {
                throw new MalformedStreamException("head must end within " + MOST_HEAD_CHARS + " bytes");
            }
        }
        return to;
    }

    private void endHead(String text) throws MalformedStreamException {
        if (!text.startsWith("http/1.1 200") || !text.contains("\r\ncontent-type: text/event-stream")) {
            throw new MalformedStreamException("response must be 200 with an event stream: "
                    + text.substring(0, Math.min(80, text.length())).replace("\r\n", "\\r\\n"));
        }
        if (text.contains("\r\ncontent-encoding: gzip")) {
            content = new GzipBody(content);
        }
        if (text.contains("\r\ntransfer-encoding: chunked")) {
            chunked = new ChunkedBody(content);
        }
        closes = text.contains("\r\nconnection: close");
        head = null;
    }
}
