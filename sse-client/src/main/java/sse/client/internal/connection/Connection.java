package sse.client.internal.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.client.DisconnectReason;
import sse.client.ResponseHead;

/**
 * One request and its response, with deadlines. Thread-safe; holds no thread, and calls nothing while it holds its
 * lock.
 *
 * <pre>
 *   REQUESTED -- head --&gt; RECEIVING -- end, error, idle --&gt; DONE
 *       |                     |                              ^
 *       +---------------------+-- error, timeout, cancel ----+
 * </pre>
 *
 * <p>The deadlines are its own, because that of a request covers the content too since JDK 26. The idle deadline runs
 * only while content is requested: a consumer that does not ask for more is not the server's fault.
 */
final class Connection implements HttpResponse.BodyHandler<Void> {
    private enum State {
        REQUESTED,
        RECEIVING,
        DONE
    }

    // Immutable after construction.
    private final ConnectionListener listener;
    private final Ticker ticker;
    private final Timeouts timeouts;
    private final HttpRequest request;

    // Guarded by this.
    private State state = State.REQUESTED;
    private @Nullable CompletableFuture<?> exchange;
    private Flow.@Nullable Subscription content;
    private Ticker.@Nullable Task timer;
    private long outstanding;
    private long activeNanos;

    Connection(HttpRequest request, Timeouts timeouts, Ticker ticker, ConnectionListener listener) {
        this.request = request;
        this.timeouts = timeouts;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** Sends the request. */
    void start(HttpClient client) {
        setTimer(ticker.after(timeouts.response(), this::onResponseTimeout));
        CompletableFuture<HttpResponse<Void>> sent;
        try {
            sent = client.sendAsync(request, this);
        } catch (RuntimeException rejected) {
            sent = CompletableFuture.failedFuture(rejected);
        }
        synchronized (this) {
            exchange = sent;
        }
        CompletableFuture<?> unused = sent.whenComplete((response, failure) -> {
            if (failure != null) {
                onFailure(failure);
            }
        });
        if (isDone()) {
            sent.cancel(true);
        }
    }

    /** Requests chunks of content. */
    void request(long chunks) {
        Flow.Subscription from;
        synchronized (this) {
            if (state != State.RECEIVING || content == null) {
                return;
            }
            from = content;
            if (outstanding == 0) {
                activeNanos = ticker.nanoTime();
            }
            outstanding += chunks;
            if (timer == null && !timeouts.idle().isZero()) {
                timer = ticker.after(timeouts.idle(), this::onIdleCheck);
            }
        }
        from.request(chunks);
    }

    /** Ends the connection, before the head or in the middle of content. The listener is not called any more. */
    void cancel() {
        release();
    }

    /** Ends the connection if its content has not ended after a time. */
    void limit(Duration time) {
        setTimer(ticker.after(time, () -> end(DisconnectReason.NO_RESPONSE, timedOut("content", time))));
    }

    @Override
    public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo info) {
        return new Content(ResponseHead.of(request.uri(), info.statusCode(), info.headers()));
    }

    private void onResponseTimeout() {
        end(DisconnectReason.NO_RESPONSE, timedOut("response", timeouts.response()));
    }

    private static HttpTimeoutException timedOut(String what, Duration limit) {
        return new HttpTimeoutException(what + " must arrive within " + limit);
    }

    private void onIdleCheck() {
        synchronized (this) {
            timer = null;
            if (state != State.RECEIVING || outstanding == 0) {
                return;
            }
            long remaining = timeouts.idle().toNanos() - (ticker.nanoTime() - activeNanos);
            if (remaining > 0) {
                timer = ticker.after(Duration.ofNanos(remaining), this::onIdleCheck);
                return;
            }
        }
        end(DisconnectReason.IDLE, timedOut("content or a comment", timeouts.idle()));
    }

    private void onFailure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean head;
        synchronized (this) {
            head = state == State.RECEIVING;
        }
        if (head) {
            end(DisconnectReason.LOST, cause);
        } else {
            end(isConnecting(cause) ? DisconnectReason.NOT_CONNECTED : DisconnectReason.NO_RESPONSE, cause);
        }
    }

    /**
     * Returns true if no request can have been sent. Another {@code SSLException} than these can come later, when the
     * request has reached the server.
     */
    private static boolean isConnecting(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException;
    }

    private void end(DisconnectReason reason, @Nullable Throwable cause) {
        if (release()) {
            listener.onEnd(this, reason, cause);
        }
    }

    /** Returns true if it was this call that ended the connection. */
    private boolean release() {
        CompletableFuture<?> sent;
        Flow.Subscription from;
        synchronized (this) {
            if (state == State.DONE) {
                return false;
            }
            state = State.DONE;
            sent = exchange;
            from = content;
            cancelTimer();
        }
        if (from != null) {
            from.cancel();
        } else if (sent != null) {
            sent.cancel(true);
        }
        return true;
    }

    private synchronized boolean isDone() {
        return state == State.DONE;
    }

    private synchronized void setTimer(Ticker.Task next) {
        cancelTimer();
        if (state == State.DONE) {
            next.cancel();
        } else {
            timer = next;
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private final class Content implements HttpResponse.BodySubscriber<Void> {
        private final ResponseHead head;

        Content(ResponseHead head) {
            this.head = head;
        }

        /** The response is complete without its content, which nothing waits for. */
        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            synchronized (Connection.this) {
                if (state == State.REQUESTED) {
                    state = State.RECEIVING;
                    content = subscription;
                    cancelTimer();
                }
            }
            if (isDone()) {
                subscription.cancel();
            } else {
                listener.onHead(Connection.this, head);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> chunk) {
            synchronized (Connection.this) {
                if (state == State.DONE) {
                    return;
                }
                outstanding--;
                activeNanos = ticker.nanoTime();
            }
            listener.onContent(Connection.this, chunk);
        }

        @Override
        public void onError(Throwable failure) {
            end(
                    DisconnectReason.LOST,
                    failure instanceof IOException || !(failure.getCause() instanceof IOException)
                            ? failure
                            : failure.getCause());
        }

        @Override
        public void onComplete() {
            end(DisconnectReason.ENDED, null);
        }
    }
}
