package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request, behind the container's asynchronous and non-blocking interfaces. What ends it is in
 * {@link ResponseLifecycle}, under whose lock the container is called.
 *
 * <p>The container's rules for output: after {@code isReady()} has returned false nothing may be called until
 * {@code onWritePossible}, and there must be an {@code isReady()} between a write and a flush. While it is ready, a
 * container takes an array of any size and keeps what the socket does not take. So bytes are passed in small pieces,
 * and a slow client holds one piece more than the container's own buffers. There is one flush for each write of the
 * lane, however many events it has.
 */
final class AsyncResponse {
    private static final System.Logger LOG = System.getLogger("sse.servlet");

    /** The most bytes that are passed at once; Tomcat hands a larger piece to another thread. */
    private static final int PIECE_BYTES = 8 * 1024;

    private static final int SERVER_ERROR = 500;

    // Immutable after construction.
    private final AsyncContext async;
    private final ServletMount mount;
    private final ServletLane lane;
    private final ResponseLifecycle lifecycle;

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
        this.lifecycle = new ResponseLifecycle(async);
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
        int start = source.position();
        try {
            if (!lifecycle.call(() -> writeIfReady(source))) {
                throw new IOException("response has ended");
            }
            return source.position() - start;
        } catch (IOException gone) {
            fail();
            throw gone;
        } catch (RuntimeException recycled) {
            fail();
            throw new IOException("response was ended by its container", recycled);
        }
    }

    private void writeIfReady(ByteBuffer source) throws IOException {
        flushDue |= !source.hasRemaining();
        if (out == null || !ready) {
            return;
        }
        while (source.hasRemaining()) {
            if (!isReady(out)) {
                return;
            }
            int length = Math.min(source.remaining(), PIECE_BYTES);
            out.write(source.array(), source.arrayOffset() + source.position(), length);
            source.position(source.position() + length);
            flushDue = true;
        }
        flush(out);
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
        end(mount.container()::complete);
    }

    /** Ends the response, which has no content, in order, after its head has been sent. On the lane. */
    void completeFlushed() {
        end(FlushDispatch::of);
    }

    /** Ends the response so that the client can tell that it is not complete, where the container can. On the lane. */
    void abort() {
        end(mount.container()::abort);
    }

    private void end(ResponseEnding ending) {
        if (lifecycle.end(ending)) {
            submitEnd();
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
            return lifecycle.call(call);
        } catch (IOException gone) {
            fail();
        } catch (RuntimeException failure) {
            // A container that has ended the response fails in this way, too.
            LOG.log(System.Logger.Level.DEBUG, "call of the container failed; its response ends", failure);
            fail();
        }
        return false;
    }

    /** Ends the response as one whose connection has failed. Any thread. */
    void fail() {
        if (lifecycle.fail()) {
            submitEnd();
            lane.loop().execute(() -> lifecycle.endFailed(mount.container()::completeFailed));
        }
    }

    /** Ends the response within {@code AsyncListener.onError}. */
    void onError() {
        endInCallback(mount.container()::completeFailed);
    }

    /** Ends the response within {@code AsyncListener.onTimeout}. */
    void onTimeout() {
        endInCallback(AsyncContext::complete);
    }

    private void endInCallback(ResponseEnding ending) {
        if (lifecycle.endInCallback(ending)) {
            submitEnd();
        }
    }

    /** Ends the response, which the container has completed. Does not wait. Any thread. */
    void onCompleted() {
        lifecycle.onCompleted();
        lane.loop().execute(this::fail);
    }

    /** Waits until the response has ended, for some seconds at most. Any thread but the lane's. */
    void awaitEnd() {
        lifecycle.awaitEnd();
    }

    private void submitEnd() {
        lane.loop().execute(this::reportEnd);
    }

    private void reportEnd() {
        endReported = true;
        mount.remove(this);
        if (user != null) {
            user.onEnd();
        }
    }
}
