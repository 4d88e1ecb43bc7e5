package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request, behind the container's asynchronous and non-blocking interfaces.
 *
 * <pre>
 *   OPEN --- complete, abort ----------------------------------------> COMPLETED
 *     |
 *     +----- a callback of the container, or a call of it that fails -> FAILED
 * </pre>
 *
 * The container's rules for output: after {@code isReady()} has returned false nothing may be called until
 * {@code onWritePossible}, and there must be an {@code isReady()} between a write and a flush. While it is ready, a
 * container takes an array of any size and keeps what the socket does not take. So bytes are passed in small pieces,
 * and a slow client holds one piece more than the container's own buffers. There is one flush for each write of the
 * lane, however many events it has.
 *
 * <p>The lane calls the container under a lock, under which the {@linkplain ContainerCallbacks callbacks} change the
 * state: as soon as a callback that ends a response has returned, the container may use the response's objects for the
 * next request. Nothing that is called under the lock blocks.
 */
final class AsyncResponse {
    private static final System.Logger LOG = System.getLogger("sse.servlet");

    /** The most bytes that are passed at once; Tomcat hands a larger piece to another thread. */
    private static final int PIECE_BYTES = 8 * 1024;

    private static final int SERVER_ERROR = 500;

    /** How long the container's thread waits at most for the end of a stream, when the container stops. */
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private enum State {
        OPEN,
        COMPLETED,
        FAILED
    }

    // Immutable after construction.
    private final AsyncContext async;
    private final ServletMount mount;
    private final ServletLane lane;

    // Guarded by this.
    private State state = State.OPEN;

    // Confined to the lane.
    private @Nullable ResponseUser user;
    private @Nullable ServletOutputStream out;
    private boolean ready;
    private boolean flushDue;
    private boolean endReported;

    AsyncResponse(AsyncContext async, ServletMount mount, ServletLane lane) {
        this.async = async;
        this.mount = mount;
        this.lane = lane;
    }

    /** Sets who uses the response from now on. If it has ended, that is reported again. */
    void setUser(ResponseUser user) {
        this.user = user;
        if (endReported) {
            lane.loop().execute(user::onEnd);
        }
    }

    ServletMount mount() {
        return mount;
    }

    ServletLane lane() {
        return lane;
    }

    /**
     * Fills the head. On the lane.
     *
     * @return false if the response has ended
     */
    boolean fill(ResponseHead head) {
        return call(() -> head.fill(async.getResponse()));
    }

    /**
     * Begins to write: {@link ResponseUser#onWritable} follows when the container takes bytes. If the output is that of
     * a filter which cannot be written to without blocking, the response ends with status 500. On the lane.
     */
    void begin() {
        call(() -> {
            mount.container().prepare(async.getResponse());
            ServletOutputStream stream = async.getResponse().getOutputStream();
            boolean own = mount.outputCheck().check(stream);
            try {
                stream.setWriteListener(new ContainerCallbacks(this));
                out = stream;
            } catch (RuntimeException unsupported) {
                if (own) {
                    throw unsupported;
                }
                mount.outputCheck().reportBlocking(stream, unsupported);
                ((HttpServletResponse) async.getResponse()).sendError(SERVER_ERROR);
            }
        });
        if (out == null) {
            complete();
        }
    }

    /**
     * Passes bytes to the container. On the lane.
     *
     * @param source bytes in an array, as in the lane's buffer; no bytes commit the head
     * @return how many bytes were taken; {@link ResponseUser#onWritable} follows if bytes are left
     * @throws IOException if the response has ended
     */
    int write(ByteBuffer source) throws IOException {
        try {
            synchronized (this) {
                if (state != State.OPEN) {
                    throw new IOException("response has ended");
                }
                flushDue |= !source.hasRemaining();
                return ready && out != null ? writeWhileReady(out, source) : 0;
            }
        } catch (IOException gone) {
            fail();
            throw gone;
        } catch (RuntimeException recycled) {
            fail();
            throw new IOException("response was ended by its container", recycled);
        }
    }

    private int writeWhileReady(ServletOutputStream stream, ByteBuffer source) throws IOException {
        int start = source.position();
        while (source.hasRemaining()) {
            if (!isReady(stream)) {
                return source.position() - start;
            }
            int length = Math.min(source.remaining(), PIECE_BYTES);
            stream.write(source.array(), source.arrayOffset() + source.position(), length);
            source.position(source.position() + length);
            flushDue = true;
        }
        flush(stream);
        return source.position() - start;
    }

    /**
     * Returns true if the container holds nothing back that it would drop at a completion. Otherwise
     * {@link ResponseUser#onWritable} follows. On the lane.
     */
    boolean isFlushed() {
        boolean[] flushed = new boolean[1];
        call(() -> flushed[0] = out != null && ready && flush(out) && isReady(out));
        return flushed[0];
    }

    /** Closes the response as its user does. On the lane. */
    void close() {
        if (user != null) {
            user.onClose();
        }
    }

    /** Ends the response in order. On the lane. */
    void complete() {
        complete(Runnable::run, mount.container()::complete);
    }

    /** Ends the response so that the client can tell that it is not complete, where the container can. On the lane. */
    void abort() {
        complete(Runnable::run, mount.container()::abort);
    }

    /** Ends the response by a call of the container, on a thread on which it may take its time. On the lane. */
    void complete(Executor thread, ResponseEnding ending) {
        if (end(State.COMPLETED)) {
            thread.execute(() -> quietly(ending));
        }
    }

    private boolean isReady(ServletOutputStream stream) {
        ready = stream.isReady();
        return ready;
    }

    /** Flushes what is due. Returns false if that must wait. */
    private boolean flush(ServletOutputStream stream) throws IOException {
        if (flushDue && isReady(stream)) {
            stream.flush();
            flushDue = false;
        }
        return !flushDue;
    }

    /** Flushes what a container may hold back by mistake. Returns false if the response has ended. On the lane. */
    boolean flushAgain() {
        return call(() -> {
            if (out != null && isReady(out)) {
                out.flush();
            }
        });
    }

    /** Called when the container takes bytes again. On the lane. */
    void onReady() {
        ready = true;
        call(() -> {
            if (out != null) {
                flush(out);
            }
        });
        if (ready && user != null && !endReported) {
            user.onWritable();
        }
    }

    /** Calls the container. Returns false if the response has ended, or if the call fails and ends it. */
    private boolean call(ContainerCall call) {
        try {
            synchronized (this) {
                if (state != State.OPEN) {
                    return false;
                }
                call.run();
                return true;
            }
        } catch (IOException gone) {
            fail();
        } catch (RuntimeException failure) {
            // A container that has ended the response fails in this way, too.
            LOG.log(System.Logger.Level.DEBUG, "call of the container failed; its response ends", failure);
            fail();
        }
        return false;
    }

    /** Ends a response. That fails if the container has ended it by itself. */
    void quietly(ResponseEnding ending) {
        try {
            ending.end(async);
        } catch (IOException | RuntimeException ended) {
            LOG.log(System.Logger.Level.TRACE, "response was ended by its container", ended);
        }
    }

    /** Ends the response as one whose connection has failed. Any thread. */
    void fail() {
        if (end(State.FAILED)) {
            lane.loop().execute(() -> quietly(mount.container()::completeFailed));
        }
    }

    /** Ends the response, which the container has completed. Any thread. */
    void onCompleted() {
        end(State.FAILED);
    }

    private synchronized boolean end(State end) {
        if (state != State.OPEN) {
            return false;
        }
        state = end;
        notifyAll();
        lane.loop().execute(this::reportEnd);
        return true;
    }

    private void reportEnd() {
        endReported = true;
        mount.remove(this);
        if (user != null) {
            user.onEnd();
        }
    }

    /** Waits until the response has ended, for some seconds at most. Any thread but the lane's. */
    synchronized void awaitEnd() {
        long deadline = System.nanoTime() + STOP_NANOS;
        try {
            for (long left = STOP_NANOS; state == State.OPEN && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
