package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sse.api.spi.ConnectionListener;
import sse.api.spi.StreamConnection;

/**
 * The connection of a stream. Its state is confined to the lane; what blocks runs on the write executor, one step at a
 * time.
 *
 * <pre>
 *            finish, and no step runs            step done
 *   OPEN --------------------------->  FINISHING ----------> CLOSED
 *     |                                    |                   ^
 *     +------ abort, or a write failed ----+-------------------+
 * </pre>
 *
 * A write copies the bytes and starts a step; while a step runs, writes take nothing. The lane is notified of the end
 * of a step only if it waits for it, or if the step has failed: most writes of an event end before the next event is
 * published. {@code closed()} is called as soon as the state is CLOSED: the lane does not wait for a step that is being
 * cut. The exchange itself is closed by the last step, when no other step runs.
 */
final class JdkStream implements StreamConnection, WriteQueue.Write {
    /**
     * The most bytes that one write takes, and so the memory that a stalled client costs. The JDK's own buffer grows to
     * twice the size of a write that is not chunked.
     */
    private static final int MAX_WRITE_BYTES = 16 * 1024;

    /** How long a client that is to receive the remaining bytes may take none, unless the core aborts earlier. */
    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(5);

    private enum State {
        OPEN,
        FINISHING,
        CLOSED
    }

    private enum Step {
        NONE,
        /** The lane is notified of its end only if it fails. */
        RUNNING,
        /** The lane is notified of its end. */
        AWAITED
    }

    // Immutable after construction.
    private final HttpExchange exchange;
    private final ConnectionListener listener;
    private final ExchangeContext context;
    private final InterruptibleSection section = new InterruptibleSection();

    // Written by the lane, and by the write executor when a step that is not awaited has succeeded.
    private final AtomicReference<Step> step = new AtomicReference<>(Step.NONE);

    // Set by any thread, cleared by the write executor.
    private volatile boolean slow;

    // Confined to the lane.
    private State state = State.OPEN;
    private boolean partial;
    private boolean truncated;
    private @Nullable Deadline deadline;
    private final ReceiveProgress progress;

    // Owned by the lane while no step runs, otherwise by the step. A step without bytes to send is the last one.
    private byte @Nullable [] bytes;
    private final StreamResponse response;
    private boolean succeeded;
    private boolean exchangeClosed;

    JdkStream(HttpExchange exchange, StreamResponse response, ConnectionListener listener, ExchangeContext context) {
        this.exchange = exchange;
        this.listener = listener;
        this.context = context;
        this.response = response;
        this.progress = new ReceiveProgress(context.dispatcher().socketQueues(), exchange);
        if (!ResponseHead.mayPersistAfterStream(exchange, context.serverTask())) {
            ResponseHead.closeAfterwards(exchange);
        }
    }

    /**
     * Closes a stream whose request was given up before the core answered it: its thread owns the exchange. On the
     * lane.
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
            partial |= source.hasRemaining();
            return 0;
        }
        int taken = Math.min(source.remaining(), MAX_WRITE_BYTES);
        byte[] copy = new byte[taken];
        source.get(copy);
        partial = source.hasRemaining();
        bytes = copy;
        start(partial ? Step.AWAITED : Step.RUNNING);
        return taken;
    }

    @Override
    public void finish() {
        if (state != State.OPEN) {
            return;
        }
        state = State.FINISHING;
        if (slow) {
            progress.advance();
        }
        setFinishDeadline();
        if (!awaitsStep()) {
            finishLast();
        }
    }

    @Override
    public void truncate() {
        truncated = true;
        finish();
    }

    /** Starts the step that ends the response, or drops the connection behind what was written. */
    private void finishLast() {
        if (truncated) {
            close();
            dispose();
        } else {
            start(Step.AWAITED);
        }
    }

    private void setFinishDeadline() {
        deadline = Deadline.start(
                context.dispatcher().context().ticker(),
                FINISH_TIMEOUT,
                () -> context.loop().execute(this::abortIfStalled));
    }

    private void abortIfStalled() {
        if (state == State.FINISHING && !isStalled()) {
            setFinishDeadline();
        } else {
            abort();
        }
    }

    /**
     * A write that has not blocked long ends soon. One that has may end late although the client reads all the time;
     * then the kernel holds less of it from one call to the next.
     */
    @Override
    public boolean isStalled() {
        return slow && !progress.advance();
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

    /** Returns false: the JDK's server does not read from a connection while its response is in progress. */
    @Override
    public boolean noticesPeerEnd() {
        return false;
    }

    /** Aborts from any thread. */
    void abortSoon() {
        context.loop().execute(this::abort);
    }

    /** Returns true if a step runs, and makes it notify the lane of its end. */
    private boolean awaitsStep() {
        return step.compareAndSet(Step.RUNNING, Step.AWAITED) || step.get() != Step.NONE;
    }

    private void start(Step kind) {
        step.set(kind);
        try {
            if (slow) {
                context.writes().runSeparately(this);
            } else {
                context.writes().add(this);
            }
        } catch (RuntimeException | Error rejected) {
            step.set(Step.NONE);
            bytes = null;
            throw rejected;
        }
    }

    @Override
    public boolean write() {
        succeeded = runStep();
        if (!succeeded || !step.compareAndSet(Step.RUNNING, Step.NONE)) {
            return true;
        }
        if (slow) {
            slow = false;
        }
        return false;
    }

    /** Makes it write separately from other streams until a write succeeds without blocking. */
    @Override
    public void onBlocked() {
        slow = true;
    }

    /** Makes the write in progress fail, which closes the stream. */
    @Override
    public void cut() {
        section.cut();
    }

    @Override
    public void onWritten() {
        step.set(Step.NONE);
        if (exchangeClosed) {
            // The connection may have its next request by now.
            close();
            unregister();
        } else if (!succeeded || state == State.CLOSED) {
            close();
            dispose();
        } else if (state == State.FINISHING) {
            finishLast();
        } else if (partial) {
            partial = false;
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
        context.loop().execute(listener::closed);
    }

    private void dispose() {
        context.dispatcher().writers().execute(() -> {
            ExchangeDisposer.dispose(exchange, context.serverTask());
            unregister();
        });
    }

    private void unregister() {
        context.dispatcher().streams().remove(this);
    }

    private boolean runStep() {
        section.enter();
        try {
            if (bytes == null) {
                response.end();
                exchangeClosed = true;
            } else {
                response.send(bytes);
            }
            return true;
        } catch (IOException gone) {
            return false;
        } catch (RuntimeException | Error failure) {
            ExchangeDispatcher.report("writing to a stream failed", failure);
            return false;
        } finally {
            bytes = null;
            section.leave();
        }
    }
}
