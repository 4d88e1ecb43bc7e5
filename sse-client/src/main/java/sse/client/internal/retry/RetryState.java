package sse.client.internal.retry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sse.client.Disconnection;
import sse.client.ReconnectDecision;
import sse.client.internal.request.RequestPlan;

/** What a source knows about its past connections, and what it recommends. For use by one thread at a time. */
public final class RetryState {
    private final RetrySettings settings;
    private final boolean repeatable;
    private final boolean refreshable;
    private final Backoff backoff;
    private final InstantSource clock;
    private int failures;
    private boolean unauthorized;
    private boolean open;
    private long openedNanos;

    /** Creates the state of a new source. */
    public RetryState(RetrySettings settings, RequestPlan plan, RandomGenerator random, InstantSource clock) {
        this.settings = settings;
        this.repeatable = plan.mayRepeat();
        this.refreshable = plan.isRefreshable();
        this.backoff = new Backoff(settings, random);
        this.clock = clock;
    }

    /** Sets the reconnection time that the server has sent. */
    public void setTime(Duration sent) {
        backoff.setTime(sent);
    }

    /** Notes that a stream was opened. */
    public void onOpen(long nowNanos) {
        open = true;
        openedNanos = nowNanos;
        unauthorized = false;
    }

    /** Counts the outcome of an attempt. Returns it with the delay of a retry and what is recommended. */
    public Disconnection onDisconnect(Outcome outcome, long attempt, long nowNanos) {
        boolean healthy =
                open && nowNanos - openedNanos >= settings.healthyAfter().toNanos();
        open = false;
        if (outcome.isOrderly()) {
            failures = 0;
        } else {
            failures = healthy ? 1 : failures + 1;
        }
        Duration delay = backoff.next(failures);
        Disconnection.Builder disconnection = Disconnection.builder(outcome.reason())
                .attempt(attempt)
                .failures(failures)
                .backoff(delay)
                .recommended(recommend(outcome, delay));
        unauthorized = outcome.isUnauthorized();
        if (outcome.response() != null) {
            disconnection.response(outcome.response());
        }
        if (outcome.cause() != null) {
            disconnection.cause(outcome.cause());
        }
        return disconnection.build();
    }

    private ReconnectDecision recommend(Outcome outcome, Duration delay) {
        if (failures >= settings.maxFailures()) {
            return ReconnectDecision.end();
        }
        return switch (outcome.reason()) {
            case NOT_CONNECTED -> ReconnectDecision.retry();
            case ENDED, LOST, IDLE, NO_RESPONSE -> ifRepeatable(ReconnectDecision.retry());
            case NOT_REQUESTED -> isMistake(outcome.cause()) ? ReconnectDecision.end() : ReconnectDecision.retry();
            case REFUSED -> ifRepeatable(recommendAfterRefusal(outcome, delay));
            case RECONNECT -> ReconnectDecision.after(Duration.ZERO);
        };
    }

    private ReconnectDecision recommendAfterRefusal(Outcome outcome, Duration delay) {
        int status = outcome.status();
        if (outcome.isUnauthorized()) {
            return refreshable && !unauthorized ? ReconnectDecision.after(Duration.ZERO) : ReconnectDecision.end();
        }
        if (status == 429 || status == 503) {
            // Never earlier than asked for, and not all at the same time.
            return outcome.field("Retry-After")
                    .flatMap(value -> RetryAfter.parse(value, outcome.field("Date"), clock))
                    .map(asked -> ReconnectDecision.after(asked.plus(delay)))
                    .orElse(ReconnectDecision.retry());
        }
        return status >= 500 ? ReconnectDecision.retry() : ReconnectDecision.end();
    }

    private ReconnectDecision ifRepeatable(ReconnectDecision decision) {
        return repeatable ? decision : ReconnectDecision.end();
    }

    /** Returns true for exceptions that would be thrown at each attempt. */
    private static boolean isMistake(@Nullable Throwable cause) {
        return cause instanceof IllegalArgumentException || cause instanceof NullPointerException;
    }
}
