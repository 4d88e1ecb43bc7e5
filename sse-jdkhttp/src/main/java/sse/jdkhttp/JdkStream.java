package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Ticker;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;

/**
 * The writing end of a stream. Its state is confined to the lane; what blocks runs on a worker, one task at a time.
 *
 * <pre>
 *            finish, and no task runs            task done
 *   OPEN --------------------------->  FINISHING ----------> CLOSED
 *     |                                    |                   ^
 *     +------ abort, or a write failed ----+-------------------+
 * </pre>
 *
 * A write copies the bytes and starts a task; while one runs, writes take nothing. {@code closed()} follows as soon as the state is CLOSED: the lane does not wait
 * for a task that is being cut short. The exchange itself is closed by the last task, when no other runs any more.
 */
final class JdkStream implements StreamConnection {
    /** The most one write takes: what a stalled client costs. The JDK's own buffer grows to twice the size of a write that is not chunked. */
    private static final int MAX_WRITE_BYTES = 16 * 1024;

    /** How long a client may take for the rest, when the core has not given up before. */
    private static final Duration FINISH_LIMIT = Duration.ofSeconds(5);

    private enum State {
        OPEN,
        FINISHING,
        CLOSED
    }

    // Immutable after construction.
    private final HttpExchange exchange;
    private final ConnectionListener listener;
    private final JdkExchange.Place place;

    // Confined to the lane.
    private State state = State.OPEN;
    private boolean refused;
    private @Nullable BlockingSection running;
    private Ticker.@Nullable Task deadline;

    // Written by the running task, read by the lane when it is done.
    private boolean headSent;
    private boolean exchangeClosed;

    JdkStream(HttpExchange exchange, Headers headers, ConnectionListener listener, JdkExchange.Place place) {
        this.exchange = exchange;
        this.listener = listener;
        this.place = place;
        ResponseHead.fill(exchange, headers);
        ResponseHead.closeAfterwards(exchange);
    }

    /** Starts it on the lane; closed at once if the request was given up before the core answered it. */
    void begin(boolean late) {
        if (late) {
            close();
        } else if (!place.intake().streams().add(this)) {
            abort();
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (state != State.OPEN) {
            throw new IOException("connection is closed");
        }
        if (running != null) {
            refused |= bytes.hasRemaining();
            return 0;
        }
        int taken = Math.min(bytes.remaining(), MAX_WRITE_BYTES);
        byte[] copy = new byte[taken];
        bytes.get(copy);
        refused = bytes.hasRemaining();
        start(() -> send(copy));
        return taken;
    }

    @Override
    public void finish() {
        if (state != State.OPEN) {
            return;
        }
        state = State.FINISHING;
        deadline = place.intake().context().ticker().after(FINISH_LIMIT, this::abortSoon);
        if (running == null) {
            start(this::end);
        }
    }

    @Override
    public void abort() {
        if (state == State.CLOSED) {
            return;
        }
        close();
        if (running == null) {
            dispose();
        } else {
            running.cut();
        }
    }

    /** Aborts from any thread. */
    void abortSoon() {
        place.loop().execute(this::abort);
    }

    private void start(Step step) {
        BlockingSection section = new BlockingSection();
        running = section;
        place.intake().writers().execute(() -> {
            boolean done = isDone(section, step);
            place.loop().execute(() -> onDone(done));
        });
    }

    private void onDone(boolean done) {
        running = null;
        if (!done || state == State.CLOSED) {
            close();
            dispose();
        } else if (exchangeClosed) {
            close();
            unregister();
        } else if (state == State.FINISHING) {
            start(this::end);
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

    private static boolean isDone(BlockingSection section, Step step) {
        section.enter();
        try {
            step.take();
            return true;
        } catch (IOException gone) {
            return false;
        } catch (RuntimeException failure) {
            Intake.report("a stream's write threw", failure);
            return false;
        } finally {
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

    /** Puts the head in the server's buffer; it leaves with the first flush. Length zero stands for a length not known. */
    private void sendHead() throws IOException {
        if (!headSent) {
            headSent = true;
            exchange.sendResponseHeaders(200, 0);
        }
    }

    /** What runs on a worker. */
    private interface Step {
        void take() throws IOException;
    }
}
