package sse.client;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ReconnectPolicy} decides. Immutable and safe for use by any thread. A null argument causes a
 * {@link NullPointerException} that names the parameter.
 */
public final class ReconnectDecision {
    private enum Action {
        RETRY,
        AFTER,
        END
    }

    private static final ReconnectDecision RETRY = new ReconnectDecision(Action.RETRY, Optional.empty());
    private static final ReconnectDecision END = new ReconnectDecision(Action.END, Optional.empty());

    private final Action action;
    private final Optional<Duration> delay;

    private ReconnectDecision(Action action, Optional<Duration> delay) {
        this.action = action;
        this.delay = delay;
    }

    /**
     * Connects again after the {@linkplain Disconnection#backoff() backoff}.
     *
     * @return the decision
     */
    public static ReconnectDecision retry() {
        return RETRY;
    }

    /**
     * Connects again after a delay.
     *
     * @param delay the delay, exactly; zero to connect at once
     * @return the decision
     * @throws IllegalArgumentException if the delay is negative, or longer than 36,500 days
     */
    public static ReconnectDecision after(Duration delay) {
        Bounds.notNegative("delay", Objects.requireNonNull(delay, "delay"));
        return new ReconnectDecision(Action.AFTER, Optional.of(delay));
    }

    /**
     * Ends the source.
     *
     * @return the decision
     */
    public static ReconnectDecision end() {
        return END;
    }

    /**
     * Returns true if the source ends.
     *
     * @return true for {@link #end()}
     */
    public boolean isEnd() {
        return action == Action.END;
    }

    /**
     * Returns the delay that was decided.
     *
     * @return the delay; empty for {@link #retry()} and {@link #end()}
     */
    public Optional<Duration> delay() {
        return delay;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReconnectDecision that && action == that.action && delay.equals(that.delay);
    }

    @Override
    public int hashCode() {
        return Objects.hash(action, delay);
    }

    /** Returns the action, and the delay if there is one. */
    @Override
    public String toString() {
        String name = action.name().toLowerCase(Locale.ROOT);
        return delay.map(time -> name + " " + time).orElse(name);
    }
}
