package sse.client.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.EventTooLargeException;
import sse.client.ConnectAttempt;
import sse.client.DisconnectReason;
import sse.client.Disconnection;
import sse.client.ReconnectDecision;
import sse.client.ResponseHead;
import sse.client.SourceEnd;
import sse.client.SourceState;
import sse.client.internal.read.EventSink;
import sse.client.internal.request.Origin;
import sse.client.internal.request.RequestFactory;
import sse.client.internal.request.Target;
import sse.client.internal.retry.Outcome;
import sse.client.internal.retry.RetryState;

/**
 * What a source does: connects, decodes, disconnects, and connects again. Confined to the steps of its
 * {@link SourceLoop}, except for the calls of connections, which submit steps.
 *
 * <p>Content is requested from the socket only while the sink has demand, at most {@value #WINDOW} chunks ahead. A
 * connection that has ended is left only when all its content has been decoded and accepted, because the next attempt
 * sends the last event ID.
 */
final class SourceSteps implements ConnectionListener {
    private static final int WINDOW = 4;
    private static final int MAX_REDIRECTS = 5;

    // Immutable after construction.
    private final SourceConfig config;
    private final SourceLoop loop;
    private final SourceCounters counters;
    private final EventSink sink;
    private final RequestFactory requests;
    private final RetryState retry;
    private final SourceEnds ends;
    private final SafeObserver observer;
    private final BodyDecoder body;

    // Confined to the steps.
    private ConnectAttempt attempt;
    private @Nullable Target target;
    private @Nullable Connection connection;
    private @Nullable RefusedBody refused;
    private @Nullable Outcome outcome;
    private @Nullable SourceEnd pendingEnd;
    private boolean open;
    private boolean waiting;
    private int redirects;
    private int credit;

    SourceSteps(SourceConfig config, SourceLoop loop, SourceCounters counters, EventSink sink) {
        this.config = config;
        this.loop = loop;
        this.counters = counters;
        this.sink = sink;
        this.requests = new RequestFactory(config.request(), config.clientOfTheProgram());
        this.retry = new RetryState(config.retry(), config.request(), config.random(), InstantSource.system());
        this.ends = new SourceEnds(config.request().method());
        this.observer = new SafeObserver(config.observer());
        this.body = new BodyDecoder(sink, config.decoder(), config.lastEventId(), this::onRetry, observer::onComment);
        this.attempt = ConnectAttempt.first(config.lastEventId());
    }

    @Override
    public void onHead(Connection from, ResponseHead head) {
        loop.post(() -> loop.ifCurrent(from, () -> acceptHead(from, head)));
    }

    @Override
    public void onContent(Connection from, List<ByteBuffer> chunk) {
        long received = 0;
        for (ByteBuffer part : chunk) {
            received += part.remaining();
        }
        counters.addBytes(received);
        loop.post(() -> loop.ifCurrent(from, () -> acceptContent(from, chunk)));
    }

    @Override
    public void onEnd(Connection from, DisconnectReason reason, @Nullable Throwable cause) {
        loop.post(() -> loop.ifCurrent(from, () -> acceptEnd(Outcome.of(reason, cause))));
    }

    /** Begins an attempt. */
    void connect() {
        waiting = false;
        loop.changeState(SourceState.CONNECTING);
        counters.setAttempts(attempt.number());
        redirects = 0;
        send(null);
    }

    /** Ends the connection, the attempt or the delay, and begins another attempt at once. */
    void reconnect() {
        if (waiting) {
            loop.cancelTimer();
            connect();
        } else if (pendingEnd == null) {
            if (connection != null) {
                connection.cancel();
            }
            refused = null;
            acceptEnd(Outcome.of(DisconnectReason.RECONNECT, null));
        }
    }

    /** Releases what the source holds. The last step. */
    void onEnd() {
        open = false;
        body.end();
    }

    /** Sends the request of the attempt, to where a redirect leads if there was one. */
    private void send(@Nullable Target redirected) {
        Connection next;
        try {
            Target to = redirected == null ? requests.target(attempt) : redirected;
            target = to;
            next = new Connection(requests.request(attempt, to), config.timeouts(), config.ticker(), this);
        } catch (Exception failure) {
            disconnect(Outcome.of(DisconnectReason.NOT_REQUESTED, failure));
            return;
        }
        connection = next;
        loop.start(next);
    }

    private void acceptHead(Connection from, ResponseHead head) {
        Target asked = target;
        Optional<Target> redirect =
                asked == null || redirects == MAX_REDIRECTS ? Optional.empty() : requests.redirect(asked, head);
        if (redirect.isPresent()) {
            redirects++;
            from.cancel();
            send(redirect.get());
        } else if (ResponseCheck.refusal(head).isPresent()) {
            refused = new RefusedBody(head);
            from.limit(config.timeouts().response());
            from.request(1);
        } else {
            open(head);
        }
    }

    private void open(ResponseHead head) {
        open = true;
        loop.changeState(SourceState.OPEN);
        counters.addConnection();
        retry.onOpen(config.ticker().nanoTime());
        body.begin(Origin.of(head.uri()), ResponseCheck.isGzip(head));
        credit = WINDOW;
        observer.onOpen(head);
        pump();
    }

    private void acceptContent(Connection from, List<ByteBuffer> chunk) {
        RefusedBody collected = refused;
        if (outcome != null || pendingEnd != null) {
            // It was on its way when the connection was broken off.
            return;
        }
        if (collected == null) {
            body.add(chunk);
            pump();
        } else if (collected.add(chunk)) {
            from.request(1);
        } else {
            from.cancel();
            acceptEnd(Outcome.of(DisconnectReason.ENDED, null));
        }
    }

    private void acceptEnd(Outcome how) {
        RefusedBody collected = refused;
        if (collected != null) {
            refused = null;
            disconnect(Outcome.refused(collected.head(), collected.content()));
        } else if (open) {
            // Content that was found to be malformed may have ended meanwhile.
            outcome = outcome == null || how.isRequested() ? how : outcome;
            pump();
        } else {
            disconnect(how);
        }
    }

    /** Decodes content as far as there is demand, and then asks for more, or disconnects if there is no more. */
    void pump() {
        if (!open) {
            return;
        }
        decode();
        sink.flush();
        counters.addEvents(body.takeEvents(), body.lastEventId());
        boolean drained = body.isDrained();
        if (pendingEnd != null && drained) {
            loop.end(pendingEnd);
        } else if (outcome != null && drained) {
            disconnect(outcome);
        } else if (sink.hasDemand()) {
            credit += body.takeChunks();
            requestContent();
        }
    }

    private void requestContent() {
        int chunks = credit;
        credit = 0;
        if (chunks > 0 && connection != null) {
            connection.request(chunks);
        }
    }

    private void decode() {
        try {
            body.decode();
            if (outcome != null && outcome.reason() == DisconnectReason.ENDED && body.isDrained()) {
                body.requireComplete();
            }
        } catch (EventTooLargeException tooLarge) {
            breakOff();
            pendingEnd = SourceEnds.limitExceeded(tooLarge, attempt.number());
        } catch (IOException malformed) {
            breakOff();
            outcome = Outcome.of(DisconnectReason.LOST, malformed);
        }
    }

    /** Ends the connection from this side. Events that are decoded are still delivered. */
    private void breakOff() {
        if (connection != null) {
            connection.cancel();
        }
        body.end();
    }

    private void onRetry(Duration time) {
        retry.setTime(time);
        observer.onRetry(time);
    }

    private void disconnect(Outcome how) {
        open = false;
        connection = null;
        outcome = null;
        loop.clearConnection();
        body.end();
        Disconnection disconnection =
                retry.onDisconnect(how, attempt.number(), config.ticker().nanoTime());
        disconnection.cause().ifPresent(counters::setLastError);
        ReconnectDecision decision;
        try {
            decision = how.isRequested()
                    ? disconnection.recommended()
                    : config.policy().decide(disconnection);
            if (decision.isEnd()) {
                loop.end(ends.of(disconnection, how, attempt.number()));
                return;
            }
        } catch (Exception | Error failure) {
            loop.end(SourceEnds.failed("reconnect policy threw", failure, attempt.number()));
            return;
        }
        Duration delay = decision.delay().orElse(disconnection.backoff());
        ConnectAttempt next = attempt.next(body.lastEventId(), disconnection);
        attempt = next;
        waiting = true;
        loop.changeState(SourceState.WAITING);
        observer.onDisconnect(disconnection, delay);
        loop.postAfter(delay, () -> onDelayOver(next));
    }

    /** Begins an attempt, unless the program has begun it earlier. */
    private void onDelayOver(ConnectAttempt next) {
        if (waiting && attempt == next) {
            connect();
        }
    }
}
