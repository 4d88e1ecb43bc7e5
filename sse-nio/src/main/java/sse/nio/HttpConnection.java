package sse.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.Persistence;

/**
 * A connection while it carries requests and ordinary responses, one after the other. Confined to its loop.
 *
 * <pre>
 *            ┌──────────────── kept alive ─────────────────┐
 *            ▼                                             │
 *   ──► IDLE ──byte──► READING ──whole──► HANDLING ──► WRITING ──last one──► LINGERING ──► closed
 *         │               │                  │             ▲
 *      time: closed       └─ broken, time ───┼─────────────┘
 *                                            └── open ──► becomes a {@link NioStream}
 * </pre>
 *
 * <p>Nothing is read while a request is with the core or its response on the way; what was read beyond the request, at
 * most the loop's buffer, is kept and parsed afterwards. So responses are in order and what waits is bounded.
 */
final class HttpConnection extends Connection {
    private enum Phase {
        IDLE,
        READING,
        HANDLING,
        WRITING,
        LINGERING
    }

    private static final int REQUESTS_PER_STEP = 16;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    private Phase phase = Phase.IDLE;
    private @Nullable RequestParser parser;
    private @Nullable ByteBuffer unparsed;
    private @Nullable ByteBuffer unsent;
    private Persistence persistence = Persistence.CLOSE;
    private boolean isHead;

    HttpConnection(EventLoop loop, SelectionKey key) {
        super(loop, key);
    }

    /** Waits for the first request. */
    void begin() {
        enter(Phase.IDLE);
    }

    /** Closes the connection if no request has begun. */
    void closeIfIdle() {
        if (phase == Phase.IDLE) {
            close();
        }
    }

    /** Answers the request that is with the core. */
    void respond(Response response) {
        if (!isOpen()) {
            return;
        }
        if (loop.isDraining()) {
            persistence = Persistence.CLOSE;
        }
        enter(Phase.WRITING);
        send(loop.responses().write(response, persistence, isHead, loop.output()));
    }

    /** Makes the connection a stream; this object is not used any more. */
    StreamConnection open(Headers headers, ConnectionListener listener) {
        NioStream stream = new NioStream(loop, key, headers, unsent, listener);
        if (isOpen()) {
            key.attach(stream);
            key.interestOps(SelectionKey.OP_READ);
        } else {
            loop.execute(listener::closed);
        }
        return stream;
    }

    @Override
    public void close() {
        release();
    }

    @Override
    void timedOut() {
        switch (phase) {
            case READING -> reject(HttpRule.REQUEST_TIMEOUT.rejection());
            case WRITING -> reset();
            case IDLE, HANDLING, LINGERING -> close();
        }
    }

    private void enter(Phase next) {
        phase = next;
        renewDeadline();
    }

    /**
     * Gives the phase its time, from now on. Nothing else sets or clears it, so none that waits for the peer is without
     * one.
     */
    private void renewDeadline() {
        switch (phase) {
            case IDLE, WRITING -> loop.timeouts().set(this, loop.limits().idleTimeout());
            case READING -> loop.timeouts().set(this, loop.limits().requestTimeout());
            // It waits for the core.
            case HANDLING -> loop.timeouts().clear(this);
            case LINGERING -> loop.timeouts().set(this, LINGER);
        }
    }

    @Override
    public void ready() {
        if (key.isWritable()) {
            writable();
        }
        if (isOpen() && key.isReadable()) {
            readable();
        }
    }

    private void readable() {
        switch (phase) {
            case IDLE, READING -> {
                if (unparsed == null) {
                    process(receive());
                } else {
                    key.interestOpsAnd(~SelectionKey.OP_READ);
                }
            }
            case HANDLING, WRITING -> key.interestOpsAnd(~SelectionKey.OP_READ);
            case LINGERING -> receive();
        }
    }

    /**
     * Parses and hands over, as long as the core answers at once; a peer that pipelines without end gets its turn
     * again.
     */
    private void process(ByteBuffer input) {
        for (int i = 0; i < REQUESTS_PER_STEP && input.hasRemaining() && isReading(); i++) {
            parse(input);
        }
        if (input.hasRemaining() && isOpen() && phase != Phase.LINGERING) {
            unparsed = input.isDirect() ? keep(input) : input;
            if (isReading()) {
                loop.execute(this::resume);
            }
        }
    }

    private void resume() {
        ByteBuffer input = unparsed;
        if (input != null && isReading()) {
            unparsed = null;
            process(input);
        }
        if (unparsed == null && isReading()) {
            key.interestOpsOr(SelectionKey.OP_READ);
        }
    }

    private boolean isReading() {
        return isOpen() && (phase == Phase.IDLE || phase == Phase.READING);
    }

    private void parse(ByteBuffer input) {
        RequestParser current = parser == null ? loop.borrowParser() : parser;
        parser = current;
        try {
            if (current.parse(input)) {
                handle(current);
            } else {
                await(current);
            }
        } catch (HttpRejection broken) {
            reject(broken);
        }
    }

    private void await(RequestParser current) {
        if (phase == Phase.IDLE && current.isBegun()) {
            enter(Phase.READING);
        }
        if (current.takeContinue()) {
            send(ByteBuffer.wrap(CONTINUE));
        }
    }

    private void handle(RequestParser current) {
        RequestHead head = current.head();
        isHead = current.isHead();
        byte[] body = current.takeBody();
        parser = null;
        loop.giveBack(current);
        InetSocketAddress remote;
        try {
            remote = (InetSocketAddress) channel().getRemoteAddress();
        } catch (IOException gone) {
            close();
            return;
        }
        enter(Phase.HANDLING);
        persistence = head.persistence();
        try {
            loop.lane().onRequest(new NioExchange(head, body, remote, this));
        } catch (Exception | Error bug) {
            // Nobody would answer, and whoever called may be a task, which knows of no connection.
            close();
            throw bug;
        }
    }

    /** Answers what is not a request; nothing after it can be trusted, so the connection ends. */
    private void reject(HttpRejection broken) {
        if (parser != null) {
            isHead = parser.isHead();
            loop.giveBack(parser);
            parser = null;
        }
        unparsed = null;
        persistence = Persistence.CLOSE;
        respond(Response.text(broken.text()).withStatus(broken.status()));
    }

    private void send(ByteBuffer bytes) {
        if (unsent != null) {
            unsent = ByteBuffer.allocate(unsent.remaining() + bytes.remaining())
                    .put(unsent)
                    .put(bytes)
                    .flip();
            return;
        }
        try {
            write(bytes);
            if (bytes.hasRemaining()) {
                unsent = bytes.isDirect() ? keep(bytes) : bytes;
                key.interestOpsOr(SelectionKey.OP_WRITE);
            } else {
                sent();
            }
        } catch (IOException gone) {
            close();
        }
    }

    private void writable() {
        ByteBuffer rest = unsent;
        try {
            if (rest != null) {
                write(rest);
            }
            if (rest == null || !rest.hasRemaining()) {
                unsent = null;
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                sent();
            } else if (phase == Phase.WRITING) {
                // The client reads. If that is 100 Continue, it wins no time for the rest of its request.
                renewDeadline();
            }
        } catch (IOException gone) {
            close();
        }
    }

    /**
     * Writes what the socket takes, from the loop's direct buffer: one of the size of the content would stay with the
     * thread for ever.
     */
    private void write(ByteBuffer bytes) throws IOException {
        if (bytes.isDirect()) {
            channel().write(bytes);
            return;
        }
        boolean took = true;
        while (took && bytes.hasRemaining()) {
            ByteBuffer part = loop.output();
            int count = Math.min(part.remaining(), bytes.remaining());
            part.put(0, bytes, bytes.position(), count).limit(count);
            channel().write(part);
            bytes.position(bytes.position() + part.position());
            took = !part.hasRemaining();
        }
    }

    private void sent() throws IOException {
        if (phase != Phase.WRITING) {
            return;
        }
        if (persistence == Persistence.CLOSE) {
            enter(Phase.LINGERING);
            unparsed = null;
            linger();
            return;
        }
        enter(Phase.IDLE);
        if (unparsed == null) {
            key.interestOpsOr(SelectionKey.OP_READ);
        } else {
            // Not from within the core's call: it must have returned before the next request comes.
            loop.execute(this::resume);
        }
    }
}
