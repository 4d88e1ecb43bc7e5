package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.spi.HttpLimits;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.MessageFraming;
import sse.api.spi.http.RequestLine;

/**
 * Parses one request, strictly and within limits, from bytes that arrive in pieces of any size (RFC 9112). Confined to
 * the loop. After a request, or an exception, {@link #reset} prepares it for another.
 *
 * <pre>
 *   REQUEST_LINE ──► HEADERS ──┬── no content ────────────────────────────► DONE
 *     │    ▲  │         │      ├── Content-Length ──► FIXED_LENGTH_BODY ──► DONE
 *     └────┘  │         │      └── chunked ─────────► CHUNKED_BODY ───────► DONE
 *  empty lines└─────────┴─ a rule is broken ──► thrown, or first the rest of the head is read
 *                                               for the Origin: {@link RejectedHead}
 * </pre>
 *
 * <p>The outcome does not depend on how the bytes are divided: each rule is checked at the end of a byte or a line. No
 * byte beyond the last one of the request is consumed.
 */
final class RequestParser {
    private enum State {
        REQUEST_LINE,
        HEADERS,
        FIXED_LENGTH_BODY,
        CHUNKED_BODY,
        DONE
    }

    private static final RequestLine NO_REQUEST_LINE = new RequestLine("", "", HttpVersion.HTTP_1_1);

    private final HttpLimits limits;
    private final BodyLimit bodyLimit;
    private final boolean seeksOrigin;
    private final HttpRejection requestLineTooLong;
    private final HttpRejection headersTooLarge;
    private final LineReader line = new LineReader();
    private final BodyBuffer body;
    private final ChunkedBody chunks;

    private State state = State.REQUEST_LINE;
    private RequestLine requestLine = NO_REQUEST_LINE;
    private Headers.Builder headers = Headers.builder();
    private MessageFraming framing = new MessageFraming();
    private int headerBytes;
    private @Nullable RequestHead head;
    private boolean awaitsContinue;
    private @Nullable HttpRejection rejection;
    private @Nullable RejectedHead rejectedHead;

    RequestParser(HttpLimits limits) {
        this(limits, head -> limits.bodyBytes(), false);
    }

    /** The most content that a request may have. */
    interface BodyLimit {
        /** Returns the limit in bytes. Called only for requests with content. */
        int of(RequestHead head);
    }

    /**
     * Creates a parser.
     *
     * @param bodyLimit limits the content of each request, in place of {@link HttpLimits#bodyBytes()}
     * @param seeksOrigin true if the answer to a request that is rejected depends on its {@code Origin}
     */
    RequestParser(HttpLimits limits, BodyLimit bodyLimit, boolean seeksOrigin) {
        this.limits = limits;
        this.bodyLimit = bodyLimit;
        this.seeksOrigin = seeksOrigin;
        requestLineTooLong = HttpRule.REQUEST_LINE_TOO_LONG.rejection(limits.requestLineBytes());
        headersTooLarge = HttpRule.HEADERS_TOO_LARGE.rejection(limits.headerBytes());
        body = new BodyBuffer();
        chunks = new ChunkedBody(line, body, limits.headerBytes());
    }

    /**
     * Consumes bytes, all of them unless the request ends before.
     *
     * @return true if the request is complete
     * @throws HttpRejection if it breaks a rule; nothing more can be read from this connection
     */
    boolean parse(ByteBuffer input) throws HttpRejection {
        if (rejectedHead == null) {
            try {
                return parseRequest(input);
            } catch (HttpRejection broken) {
                reject(broken);
            }
        }
        return readRejected(input);
    }

    /** Returns the rejection of the request, if it has broken a rule, or else the given one. */
    HttpRejection rejectionOr(HttpRejection other) {
        return rejection == null ? other : rejection;
    }

    /**
     * Returns the rejection of a request whose bytes have ended: the one that it has, or else that of content which is
     * cut short (RFC 9112 section 8). Empty if its head is not complete: then hardly any peer reads an answer.
     */
    Optional<HttpRejection> rejectionAtEnd() {
        boolean inContent = state == State.FIXED_LENGTH_BODY || state == State.CHUNKED_BODY;
        return Optional.ofNullable(rejection)
                .or(() -> inContent ? Optional.of(HttpRule.CONTENT_MALFORMED.rejection()) : Optional.empty());
    }

    /** Returns the header fields that have been read so far. */
    Headers knownHeaders() {
        return headers.build();
    }

    private boolean parseRequest(ByteBuffer input) throws HttpRejection {
        boolean progressing = true;
        while (progressing && state != State.DONE) {
            progressing = switch (state) {
                case REQUEST_LINE -> requestLine(input);
                case HEADERS -> field(input);
                case FIXED_LENGTH_BODY -> fixedLength(input);
                case CHUNKED_BODY -> chunked(input);
                case DONE -> false;
            };
        }
        return state == State.DONE;
    }

    /** Returns true if a byte of a request has been consumed; line ends before a request do not count. */
    boolean isBegun() {
        return state != State.REQUEST_LINE || line.isBegun() || rejection != null;
    }

    /** Returns true, once, if the client waits for {@code 100 Continue} (RFC 9110 section 10.1.1). */
    boolean takeContinue() {
        boolean awaited = awaitsContinue && body.isEmpty() && !chunks.isBegun();
        awaitsContinue = false;
        return awaited;
    }

    /** Returns true if the method is {@code HEAD}; false as long as the method is not known. */
    boolean isHead() {
        return requestLine.method().equals("HEAD");
    }

    /** Returns the complete head. The authority of a target in absolute form is its {@code Host}. */
    RequestHead head() {
        RequestHead complete = head;
        if (complete == null) {
            requestLine.authority().ifPresent(authority -> headers.set("Host", authority));
            complete = new RequestHead(
                    requestLine.method(),
                    requestLine.target(),
                    requestLine.version(),
                    headers.build(),
                    framing.persistence());
            head = complete;
        }
        return complete;
    }

    /** Removes and returns the content of the complete request. */
    byte[] takeBody() {
        return body.take();
    }

    /** Discards everything. */
    void reset() {
        line.clear();
        body.clear();
        chunks.clear();
        state = State.REQUEST_LINE;
        requestLine = NO_REQUEST_LINE;
        headers = Headers.builder();
        framing = new MessageFraming();
        headerBytes = 0;
        head = null;
        awaitsContinue = false;
        rejection = null;
        rejectedHead = null;
    }

    /** Throws a rejection, unless the rest of the head is to be read before. */
    private void reject(HttpRejection broken) throws HttpRejection {
        rejection = broken == requestLineTooLong
                ? RequestLine.tooLong(line.text(0, line.length()), limits.requestLineBytes())
                : broken;
        boolean inHead = state == State.REQUEST_LINE || (state == State.HEADERS && !line.isEmptyAndEnded());
        if (!seeksOrigin
                || !inHead
                || isLineBroken(broken.rule())
                || knownHeaders().contains("Origin")) {
            throw rejection;
        }
        rejectedHead = new RejectedHead(!line.isEnded(), limits.requestLineBytes() + limits.headerBytes());
    }

    private boolean readRejected(ByteBuffer input) throws HttpRejection {
        Optional<String> origin = Objects.requireNonNull(rejectedHead).read(input);
        if (origin.isEmpty()) {
            return false;
        }
        if (!origin.get().isEmpty()) {
            headers.add("Origin", origin.get());
        }
        throw Objects.requireNonNull(rejection);
    }

    /** Returns true if it is uncertain where the line ends, so that nothing behind it can be read. */
    private static boolean isLineBroken(HttpRule rule) {
        return rule == HttpRule.BARE_CR || rule == HttpRule.BARE_LF || rule == HttpRule.CONTROL_CHARACTER;
    }

    private boolean requestLine(ByteBuffer input) throws HttpRejection {
        if (!line.read(input, limits.requestLineBytes(), requestLineTooLong)) {
            return false;
        }
        if (line.length() > 0) {
            requestLine = RequestLine.parse(line.text(0, line.length()));
            state = State.HEADERS;
        }
        return true;
    }

    private boolean field(ByteBuffer input) throws HttpRejection {
        if (!line.read(input, Math.max(0, limits.headerBytes() - headerBytes - 2), headersTooLarge)) {
            return false;
        }
        if (line.length() == 0) {
            endHead();
            return true;
        }
        headerBytes += line.length() + 2;
        FieldLine field = FieldLine.parse(line);
        framing.add(field.name(), field.value());
        headers.add(field.name(), field.value());
        return true;
    }

    private void endHead() throws HttpRejection {
        framing.complete(requestLine.version());
        if (framing.isChunked()) {
            body.setLimit(bodyLimit.of(head()));
            state = State.CHUNKED_BODY;
        } else if (framing.contentLength() > 0) {
            body.setLimit(bodyLimit.of(head()));
            body.expect(framing.contentLength());
            state = State.FIXED_LENGTH_BODY;
        } else {
            state = State.DONE;
        }
        awaitsContinue = state != State.DONE && framing.expectsContinue();
    }

    private boolean fixedLength(ByteBuffer input) {
        body.fill(input);
        if (body.missing() == 0) {
            state = State.DONE;
        }
        return input.hasRemaining();
    }

    private boolean chunked(ByteBuffer input) throws HttpRejection {
        boolean complete = chunks.read(input);
        if (complete) {
            state = State.DONE;
        }
        return complete;
    }
}
