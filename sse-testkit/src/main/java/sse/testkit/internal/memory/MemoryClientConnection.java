package sse.testkit.internal.memory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import sse.testkit.internal.http.ClientConnection;
import sse.testkit.internal.http.ClientRequest;
import sse.testkit.internal.http.ResponseHead;

/** The client's end of a connection in memory. For use by one thread at a time; its effects run on the lane. */
public final class MemoryClientConnection implements ClientConnection {
    private static final int MAX_UNANSWERED = 1024;
    private static final Duration ON_OTHER_THREADS = Duration.ofSeconds(5);

    private final MemoryConnection connection;
    private final MemoryPipe pipe;
    private final boolean runsInCaller;
    private int unanswered;
    private boolean inputEnded;

    MemoryClientConnection(MemoryConnection connection, boolean runsInCaller) {
        this.connection = connection;
        this.pipe = connection.pipe();
        this.runsInCaller = runsInCaller;
    }

    /** Sets what is called, on the server's threads, when there is something to read. Before the first request. */
    void setOnReadable(Runnable action) {
        pipe.setOnReadable(action);
    }

    @Override
    public Duration defaultTimeout() {
        return runsInCaller ? Duration.ZERO : ON_OTHER_THREADS;
    }

    @Override
    public void send(ClientRequest request, Duration timeout) throws IOException {
        if (inputEnded) {
            throw new IOException("connection is half-closed");
        }
        if (unanswered == MAX_UNANSWERED) {
            throw new IOException("requests ahead of their responses must be at most " + MAX_UNANSWERED);
        }
        unanswered++;
        tell(() -> connection.receive(request));
    }

    @Override
    public void sendBytes(byte[] bytes, Duration timeout) {
        throw new UnsupportedOperationException("bytes can be sent only over a socket: " + bytes.length + " bytes");
    }

    @Override
    public Optional<ResponseHead> readHead(Duration timeout) throws IOException {
        Optional<ResponseHead> head = Optional.ofNullable(pipe.readHead(timeout));
        head.ifPresent(read -> unanswered--);
        return head;
    }

    @Override
    public int readBody(byte[] bytes, int offset, int length, Duration timeout) throws IOException {
        int read = pipe.readBody(bytes, offset, length, timeout);
        if (pipe.takeStalled()) {
            tell(connection::onRoom);
        }
        return read;
    }

    @Override
    public void halfClose() {
        inputEnded = true;
        tell(connection::onInputEnd);
    }

    @Override
    public void close() {
        inputEnded = true;
        pipe.leave();
        tell(connection::onReset);
    }

    @Override
    public void reset() {
        close();
    }

    /** A server that has closed the connection is not notified, and its executor may have shut down. */
    private void tell(Runnable news) {
        if (!pipe.isOver()) {
            connection.lane().execute(news);
        }
    }
}
