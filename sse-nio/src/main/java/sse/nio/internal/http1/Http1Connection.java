package sse.nio.internal.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.Persistence;
import sse.nio.internal.channel.ChannelHandler;
import sse.nio.internal.channel.LoopChannel;

/**
 * A channel while it carries requests and complete responses, one after the other. Confined to the loop.
 *
 * <pre>
 *            ┌──────────────── kept alive ───────────────────┐
 *            ▼                                               │
 *   ──► IDLE ──byte──► READING ──complete──► HANDLING ──► WRITING ──close──► LINGERING ──► closed
 *         │               │                     │            ▲
 *      timeout            └─rejected, cut short,┼────────────┘
 *         │                 timeout             │
 *         ▼                                     └── open ──► an {@link Http1Stream} takes over the channel
 *       closed
 * </pre>
 *
 * <p>Nothing is read while a request is with the core or its response is being written, so responses are in order and
 * the number of buffered bytes is bounded.
 */
final class Http1Connection implements ChannelHandler {
    private enum State {
        IDLE,
        READING,
        HANDLING,
        WRITING,
        LINGERING
    }

    private static final int REQUESTS_PER_STEP = 16;

    final Http1Protocol protocol;
    private final LoopChannel channel;
    private final RequestReader requests;
    private final CurrentRequest current;
    private State state = State.IDLE;
    private @Nullable ByteBuffer unsentContent;

    private Http1Connection(Http1Protocol protocol, LoopChannel channel) {
        this.protocol = protocol;
        this.channel = channel;
        requests = new RequestReader(protocol);
        current = new CurrentRequest(protocol.loop());
    }

    /** Begins to wait for the first request. */
    static Http1Connection open(Http1Protocol protocol, LoopChannel channel) {
        Http1Connection connection = new Http1Connection(protocol, channel);
        connection.enter(State.IDLE);
        return connection;
    }

    /** Answers the current request with a response. */
    void respond(Response response) {
        Persistence persistence = current.endWith(protocol.isDraining());
        if (!channel.isOpen()) {
            return;
        }
        enter(State.WRITING);
        ByteBuffer shared = protocol.channels().output();
        ByteBuffer first = protocol.responses().write(response, persistence, current.isHead(), shared);
        unsentContent = !current.isHead() && ResponseWriter.isContentApart(response) ? response.content() : null;
        send(first);
    }

    /** Answers the current request with a stream, which takes over the channel. This object is not used any more. */
    StreamConnection open(int status, Headers headers, ConnectionListener listener) {
        current.end();
        boolean persists = current.persistsAfterStream() && !requests.hasKept();
        StreamFraming framing = protocol.framingFor(current.version(), persists);
        Http1Stream stream = new Http1Stream(channel, framing, listener);
        if (channel.isOpen()) {
            channel.enqueue(protocol.responses().streamHead(status, headers, framing));
            channel.setHandler(stream);
            channel.resumeReading();
            protocol.onStreamOpened();
        } else {
            channel.execute(listener::closed);
        }
        return stream;
    }

    @Override
    public void onReadable() {
        switch (state) {
            case IDLE, READING -> read();
            case HANDLING -> requests.readAhead(channel, current);
            case WRITING -> channel.pauseReading();
            case LINGERING -> channel.read();
        }
    }

    @Override
    public void onWritable() {
        try {
            if (channel.flush()) {
                onSent();
            } else if (state == State.WRITING) {
                // The client reads. If that is 100 Continue, its request gets no more time.
                renewTimeout();
            }
        } catch (IOException gone) {
            channel.close();
        }
    }

    @Override
    public void onTimeout() {
        switch (state) {
            case READING -> reject(requests.parser().rejectionOr(HttpRule.REQUEST_TIMEOUT.rejection()));
            case WRITING -> resetIfStalled();
            case IDLE, HANDLING, LINGERING -> channel.close();
        }
    }

    /** A kernel accepts bytes as soon as the peer has taken some, but reports room only when there is much of it. */
    private void resetIfStalled() {
        int before = channel.keptBytes();
        onWritable();
        if (state == State.WRITING && channel.keptBytes() == before) {
            channel.reset();
        }
    }

    @Override
    public void onDrain() {
        if (state == State.IDLE) {
            channel.close();
        }
    }

    @Override
    public void onClosed() {
        // The core learns it from the answer that it gives.
    }

    private void enter(State next) {
        state = next;
        renewTimeout();
    }

    /** Sets the timeout of the state. Only this method does, so every state that waits for the peer has one. */
    private void renewTimeout() {
        switch (state) {
            case IDLE, WRITING -> channel.setTimeout(protocol.limits().idleTimeout());
            case READING -> channel.setTimeout(protocol.limits().requestTimeout());
            case HANDLING -> channel.clearTimeout(); // It waits for the core.
            case LINGERING -> channel.setTimeout(LoopChannel.LINGER_TIMEOUT);
        }
    }

    private void read() {
        if (requests.hasKept()) {
            channel.pauseReading();
            return;
        }
        ByteBuffer input = channel.readAhead();
        if (input != null) {
            process(input);
        } else {
            // A peer that has only ended its output learns why its request is not answered.
            requests.rejectionAtEnd().ifPresentOrElse(this::reject, channel::close);
        }
    }

    /** Parses and hands over requests while the core answers at once; a peer that pipelines more waits for a task. */
    private void process(ByteBuffer input) {
        for (int i = 0; i < REQUESTS_PER_STEP && input.hasRemaining() && isReading(); i++) {
            parse(input);
        }
        if (input.hasRemaining() && channel.isOpen() && state != State.LINGERING) {
            requests.keep(input);
            if (isReading()) {
                channel.execute(this::resume);
            }
        }
    }

    private void resume() {
        if (!isReading()) {
            return;
        }
        ByteBuffer input = requests.takeKept();
        if (input != null) {
            process(input);
        }
        if (isReading() && !requests.hasKept()) {
            channel.resumeReading();
        }
    }

    private boolean isReading() {
        return channel.isOpen() && (state == State.IDLE || state == State.READING);
    }

    private void parse(ByteBuffer input) {
        try {
            if (requests.parse(input)) {
                handle(requests.parser(), input.hasRemaining());
            } else {
                await(requests.parser());
            }
        } catch (HttpRejection rejection) {
            reject(rejection);
        }
    }

    private void await(RequestParser parser) {
        if (state == State.IDLE && parser.isBegun()) {
            enter(State.READING);
        }
        if (parser.takeContinue()) {
            RequestHead head = parser.head();
            protocol.refusals()
                    .beforeContent(head.method(), head.target(), head.headers())
                    .ifPresentOrElse(this::respondToLastRequest, () -> send(ResponseWriter.continues()));
        }
    }

    private void handle(RequestParser parser, boolean isFollowed) {
        RequestHead head = parser.head();
        Http1Exchange exchange;
        try {
            exchange = Http1Exchange.of(head, parser.takeBody(), channel, this);
        } catch (IOException gone) {
            channel.close();
            return;
        }
        requests.finish();
        enter(State.HANDLING);
        current.begin(head, exchange, isFollowed);
        try {
            protocol.lane().onRequest(exchange);
        } catch (Exception | Error bug) {
            // No answer would follow. The caller may be a task of the loop, which cannot close this channel.
            channel.close();
            throw bug;
        }
    }

    /** Answers a request that is malformed or late. Nothing that follows it can be trusted, so the channel closes. */
    private void reject(HttpRejection rejection) {
        respondToLastRequest(protocol.responseTo(rejection, requests.parser()));
    }

    /** Answers a request that has not been read to its end. The channel closes: it is unknown what the client sends. */
    private void respondToLastRequest(Response response) {
        current.beginLast(requests.parser().isHead());
        requests.discard();
        respond(response);
    }

    private void send(ByteBuffer bytes) {
        try {
            if (channel.send(bytes)) {
                onSent();
            }
        } catch (IOException gone) {
            channel.close();
        }
    }

    private void onSent() throws IOException {
        if (state != State.WRITING) {
            return;
        }
        ByteBuffer content = unsentContent;
        if (content != null) {
            unsentContent = null;
            renewTimeout();
            send(content);
            return;
        }
        if (current.persistence() == Persistence.CLOSE) {
            enter(State.LINGERING);
            requests.discard();
            channel.linger();
            return;
        }
        enter(State.IDLE);
        if (requests.hasKept()) {
            // As a task: the core's call must have returned before it receives the next request.
            channel.execute(this::resume);
        } else {
            channel.resumeReading();
        }
    }
}
