package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Ticker;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;

/**
 * The writing end of a stream. Its state is confined to the lane; what blocks runs on a worker, one step at a time.
 *
 * <pre>
 *            finish, and no step runs            step done
 *   OPEN --------------------------->  FINISHING ----------> CLOSED
 *     |                                    |                   ^
 *     +------ abort, or a write failed ----+-------------------+
 * </pre>
 *
 * A write copies the bytes and starts a step; while one runs, writes take nothing. The lane is told of a step's end
 * only if it wants to know, or the step has failed: most writes of an event end before the next event comes.
 * {@code closed()} follows as soon as the state is CLOSED: the lane does not wait for a step that is being cut short.
 * The exchange itself is closed by the last step, when no other runs any more.
 */
final class JdkStream implements StreamConnection, WriteQueue.Write {
    /**
     * The most one write takes: what a stalled client costs. The JDK's own buffer grows to twice the size of a write
     * that is not chunked.
     */
    private static final int MAX_WRITE_BYTES = 16 * 1024;

    /** How long a client may take for the rest, when the core has not given up before. */
    private static final Duration FINISH_LIMIT = Duration.ofSeconds(5);

    private enum State {
        OPEN,
        FINISHING,
        CLOSED
    }

    private enum Running {
        NOTHING,
        A_STEP,
        AN_AWAITED_STEP
    }

    // Immutable after construction.
    private final HttpExchange exchange;
    private final ConnectionListener listener;
    private final JdkExchange.Place place;
    private final BlockingSection section = new BlockingSection();

    // Written by the lane, and by the worker when a step nobody awaits has ended well.
    private final AtomicReference<Running> running = new AtomicReference<>(Running.NOTHING);

    // Set by any thread, taken back by the worker.
    private volatile boolean slow;

    // Confined to the lane.
    private State state = State.OPEN;
    private boolean refused;
    private Ticker.@Nullable Task deadline;

    // The lane's while no step runs, otherwise the step's. Without bytes to send, a step is the last.
    private byte @Nullable [] bytes;
    private boolean headSent;
    private boolean done;
    private boolean exchangeClosed;

    JdkStream(HttpExchange exchange, Headers headers, ConnectionListener listener, JdkExchange.Place place) {
        this.exchange = exchange;
        this.listener = listener;
        this.place = place;
        ResponseHead.fill(exchange, headers);
        ResponseHead.closeAfterwards(exchange);
    }

    /**
     * Ends it on the lane where the request was given up before the core answered it: the exchange is somebody else's
     * then.
     */
    void closeUnused() {
        close();
        unregister();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (state != State.OPEN) {
            throw new IOException("connection is closed");
        }
        if (awaitsStep()) {
            refused |= source.hasRemaining();
            return 0;
        }
        int taken = Math.min(source.remaining(), MAX_WRITE_BYTES);
        byte[] copy = new byte[taken];
        source.get(copy);
        refused = source.hasRemaining();
        bytes = copy;
        start(refused ? Running.AN_AWAITED_STEP : Running.A_STEP);
        return taken;
    }

    @Override
    public void finish() {
        if (state != State.OPEN) {
            return;
        }
        state = State.FINISHING;
        deadline = place.intake().context().ticker().after(FINISH_LIMIT, this::abortSoon);
        if (!awaitsStep()) {
            start(Running.AN_AWAITED_STEP);
        }
    }

    @Override
    public void abort() {
        if (state == State.CLOSED) {
            return;
        }
        close();
        if (awaitsStep()) {
            section.cut();
        } else {
            dispose();
        }
    }

    /** The JDK's server reads nothing of a connection while its response is being written. */
    @Override
    public boolean noticesPeerEnd() {
        return false;
    }

    /** Aborts from any thread. */
    void abortSoon() {
        place.loop().execute(this::abort);
    }

    /** Says whether a step runs. The lane is told of its end then. */
    private boolean awaitsStep() {
        return running.compareAndSet(Running.A_STEP, Running.AN_AWAITED_STEP) || running.get() != Running.NOTHING;
    }

    private void start(Running how) {
        running.set(how);
        try {
            if (slow) {
                place.writes().apart(this);
            } else {
                place.writes().add(this);
            }
        } catch (RuntimeException | Error notTaken) {
            running.set(Running.NOTHING);
            bytes = null;
            throw notTaken;
        }
    }

    @Override
    public boolean write() {
        done = isDone();
        if (!done || !running.compareAndSet(Running.A_STEP, Running.NOTHING)) {
            return true;
        }
        if (slow) {
            slow = false;
        }
        return false;
    }

    /** Makes it write apart from other streams until it keeps up again. */
    @Override
    public void blocks() {
        slow = true;
    }

    /** Makes the write fail that is under way, which closes the stream. */
    @Override
    public void cut() {
        section.cut();
    }

    @Override
    public void ended() {
        running.set(Running.NOTHING);
        if (!done || state == State.CLOSED) {
            close();
            dispose();
        } else if (exchangeClosed) {
            close();
            unregister();
        } else if (state == State.FINISHING) {
            start(Running.AN_AWAITED_STEP);
        } else if (refused) {
            refused = false;
            listener.writable();
        }
    }

    private void close() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        if (deadline != null) {
            deadline.cancel();
        }
        place.loop().execute(listener::closed);
    }

    private void dispose() {
        place.intake().writers().execute(() -> {
            Disposal.dispose(exchange, place.connectionTask());
            unregister();
        });
    }

    private void unregister() {
        place.intake().streams().remove(this);
    }

    private boolean isDone() {
        section.enter();
        try {
            if (bytes == null) {
                end();
            } else {
                send(bytes);
            }
            return true;
        } catch (IOException gone) {
            return false;
        } catch (RuntimeException | Error failure) {
            Intake.report("a stream's write threw", failure);
            return false;
        } finally {
            bytes = null;
            section.leave();
        }
    }

    private void send(byte[] bytes) throws IOException {
        sendHead();
        OutputStream out = exchange.getResponseBody();
        out.write(bytes);
        out.flush();
    }

    /** Sends the last chunk. The server closes the connection then. */
    private void end() throws IOException {
        if (!headSent) {
            send(new byte[0]);
        }
        exchange.close();
        exchangeClosed = true;
    }

    /**
     * Puts the head in the server's buffer; it leaves with the first flush. Length zero stands for a length not known.
     */
    private void sendHead() throws IOException {
        if (!headSent) {
            headSent = true;
            exchange.sendResponseHeaders(200, 0);
        }
    }
}
