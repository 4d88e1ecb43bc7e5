package sse.testkit.internal.memory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import sse.api.Response;
import sse.api.Ticker;
import sse.api.spi.ConnectionListener;
import sse.api.spi.HttpLimits;
import sse.api.spi.StreamConnection;
import sse.testkit.internal.http.ClientRequest;
import sse.testkit.internal.http.ResponseHead;

/**
 * The server's end of a connection. Confined to its lane, except for methods that state otherwise.
 *
 * <pre>
 *              request              open
 *   AWAITING ----------> ANSWERING ------> STREAMING
 *      ^  |                |   |               |
 *      |  |    respond     |   |               | finish, abort, peer gone, cut
 *      +--|----------------+   | peer gone     v
 *         +--------------------+-----------> CLOSED, then the listener is notified, in a separate task
 * </pre>
 */
final class MemoryConnection implements StreamConnection {
    private enum State {
        AWAITING,
        ANSWERING,
        STREAMING,
        CLOSED
    }

    // Immutable after construction.
    private final MemoryServer server;
    private final MemoryLane lane;
    private final InetSocketAddress client;
    private final MemoryPipe pipe;

    // Confined to the lane.
    private State state = State.AWAITING;
    private boolean inputEnded;
    private @Nullable Queue<ClientRequest> waiting;
    private @Nullable MemoryExchange exchange;
    private @Nullable ConnectionListener listener;
    private Ticker.@Nullable Task idleTimer;

    MemoryConnection(MemoryServer server, MemoryLane lane, InetSocketAddress client, MemoryPipe pipe) {
        this.server = server;
        this.lane = lane;
        this.client = client;
        this.pipe = pipe;
    }

    /** Returns the lane. For any thread. */
    MemoryLane lane() {
        return lane;
    }

    /** Returns whom the server's authenticator names. For any thread. */
    Optional<Principal> principalOf(ClientRequest request) {
        return server.principalOf(request.headers());
    }

    /** Returns the pipe to the client. For any thread. */
    MemoryPipe pipe() {
        return pipe;
    }

    /** Returns the address of the client. For any thread. */
    InetSocketAddress client() {
        return client;
    }

    void awaitRequest() {
        if (state == State.AWAITING && idleTimer == null) {
            HttpLimits limits = server.context().limits();
            idleTimer = server.context().ticker().after(limits.idleTimeout(), () -> lane.execute(this::closeIfIdle));
        }
    }

    void receive(ClientRequest request) {
        switch (state) {
            case AWAITING -> {
                // Queued requests are handled first, also if their task has not run on the lane yet.
                if (waiting == null) {
                    take(request);
                } else {
                    waiting.add(request);
                }
            }
            case ANSWERING -> {
                if (waiting == null) {
                    waiting = new ArrayDeque<>(2);
                }
                waiting.add(request);
            }
            // Input after a stream's request is discarded.
            case STREAMING, CLOSED -> {}
        }
    }

    void respond(ClientRequest request, Response response) {
        if (state == State.CLOSED) {
            return;
        }
        boolean last = inputEnded || !server.isAccepting() || asksToClose(request);
        send(request, response, last);
        state = State.AWAITING;
        if (last) {
            close();
        } else if (waiting != null) {
            lane.execute(this::takeWaiting);
        } else {
            awaitRequest();
        }
    }

    StreamConnection open(ResponseHead head, ConnectionListener opened) {
        listener = opened;
        exchange = null;
        if (state == State.CLOSED) {
            lane.execute(this::tellClosed);
            return this;
        }
        state = State.STREAMING;
        waiting = null;
        pipe.open(head);
        if (inputEnded) {
            close();
        }
        return this;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        lane.requireOnLane();
        return pipe.write(bytes);
    }

    @Override
    public void finish() {
        lane.requireOnLane();
        close();
    }

    @Override
    public void abort() {
        lane.requireOnLane();
        cut();
    }

    void onRoom() {
        if (state == State.STREAMING && listener != null) {
            listener.writable();
        }
    }

    void onInputEnd() {
        inputEnded = true;
        if (state != State.ANSWERING) {
            close();
        } else if (exchange != null) {
            exchange.onPeerEnded();
        }
    }

    void closeIfIdle() {
        if (state == State.AWAITING && waiting == null) {
            close();
        }
    }

    /** Ends the connection at once, and notifies a request that is being answered. */
    void onReset() {
        MemoryExchange pending = state == State.ANSWERING ? exchange : null;
        cut();
        if (pending != null) {
            pending.onPeerEnded();
        }
    }

    /** Ends the connection; the bytes in the pipe can still be read. */
    void close() {
        pipe.end();
        becomeClosed();
    }

    /** Ends the connection at once; the bytes in the pipe are lost. */
    void cut() {
        pipe.cut();
        becomeClosed();
    }

    /** Ends the connection at once and notifies the listener before it returns. Not for use in calls from the core. */
    void cutAndTell() {
        MemoryExchange pending = state == State.ANSWERING ? exchange : null;
        cut();
        tellClosed();
        if (pending != null) {
            pending.onPeerEnded();
        }
    }

    private void take(ClientRequest request) {
        cancelIdleTimer();
        Optional<Response> refusal = new MemoryRequestCheck(server.context()).refusal(request);
        if (refusal.isPresent()) {
            send(request, refusal.get(), true);
            close();
            return;
        }
        state = State.ANSWERING;
        MemoryExchange current = new MemoryExchange(this, request);
        exchange = current;
        lane.lane().onRequest(current);
    }

    private void takeWaiting() {
        Queue<ClientRequest> requests = waiting;
        if (state != State.AWAITING || requests == null) {
            return;
        }
        ClientRequest request = requests.remove();
        waiting = requests.isEmpty() ? null : requests;
        take(request);
    }

    private void send(ClientRequest request, Response response, boolean last) {
        pipe.respond(MemoryResponses.head(request, response, last), MemoryResponses.content(request, response));
    }

    private static boolean asksToClose(ClientRequest request) {
        return request.headers().all("Connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
    }

    private void becomeClosed() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        waiting = null;
        cancelIdleTimer();
        server.remove(this);
        if (listener != null) {
            lane.execute(this::tellClosed);
        }
    }

    private void tellClosed() {
        ConnectionListener told = listener;
        listener = null;
        if (told != null) {
            told.closed();
        }
    }

    private void cancelIdleTimer() {
        if (idleTimer != null) {
            idleTimer.cancel();
            idleTimer = null;
        }
    }
}
