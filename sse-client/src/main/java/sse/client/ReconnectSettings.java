package sse.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import sse.client.internal.retry.RetrySettings;

/**
 * The settings of a source that concern reconnecting. For use by one thread. Each setting has a default.
 *
 * @param <B> the type of the builder
 */
abstract sealed class ReconnectSettings<B extends ReconnectSettings<B>> extends RequestSettings<B>
        permits SourceSettings {
    private Duration reconnectDelay = Duration.ofSeconds(1);
    private Duration maxReconnectDelay = Duration.ofSeconds(30);
    private Duration healthyAfter = Duration.ofSeconds(10);
    private double jitter = 1;
    private int maxFailures = Integer.MAX_VALUE;
    private ReconnectPolicy policy = Disconnection::recommended;
    private Optional<RandomGenerator> random = Optional.empty();

    ReconnectSettings(URI uri) {
        super(uri);
    }

    final RetrySettings retrySettings() {
        return new RetrySettings(reconnectDelay, maxReconnectDelay, jitter, healthyAfter, maxFailures);
    }

    final ReconnectPolicy policy() {
        return policy;
    }

    final RandomGenerator random() {
        return random.orElse(() -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * Sets the reconnection time until the server sends another one with {@code retry}; default 1 s. The delay before
     * an attempt is at most that time after an orderly end and a first failure, and doubles with each further failure
     * in a row.
     *
     * @param delay the time; must be positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or longer than 36,500 days
     */
    public B reconnectDelay(Duration delay) {
        this.reconnectDelay = Bounds.positive("reconnect delay", Objects.requireNonNull(delay, "delay"));
        return self();
    }

    /**
     * Sets the longest delay between attempts; default 30 s. {@code Retry-After} may ask for more, up to an hour.
     *
     * @param delay the longest delay; must be positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or longer than 36,500 days
     */
    public B maxReconnectDelay(Duration delay) {
        this.maxReconnectDelay = Bounds.positive("longest reconnect delay", Objects.requireNonNull(delay, "delay"));
        return self();
    }

    /**
     * Sets the part of each delay that is random; default 1: a delay is anything between zero and the computed one, so
     * that clients that were disconnected together do not return together. With 0 the delays are exact, as servers
     * expect that use {@code retry} and short responses to be polled.
     *
     * @param jitter the part, from 0 to 1
     * @return this builder
     * @throws IllegalArgumentException if it is not within these bounds
     */
    public B jitter(double jitter) {
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be from 0 to 1: " + jitter);
        }
        this.jitter = jitter;
        return self();
    }

    /**
     * Sets how long a stream must have been open for the next failure to count as the first; default 10 s.
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative, or longer than 36,500 days
     */
    public B healthyAfter(Duration time) {
        this.healthyAfter = Bounds.notNegative("healthy time", Objects.requireNonNull(time, "time"));
        return self();
    }

    /**
     * Sets the number of failures in a row after which the source ends with {@link EndReason#GAVE_UP}; default without
     * limit.
     *
     * @param maxFailures the number, at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public B maxFailures(int maxFailures) {
        this.maxFailures = Bounds.positive("maxFailures", maxFailures);
        return self();
    }

    /**
     * Sets the policy that decides when to connect again; default {@link Disconnection#recommended()}.
     *
     * @param policy the policy
     * @return this builder
     */
    public B reconnectPolicy(ReconnectPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /**
     * Sets what jitter is made from, for tests; default {@link ThreadLocalRandom}.
     *
     * @param random the generator, called on the executor, one call at a time for a source
     * @return this builder
     */
    public B random(RandomGenerator random) {
        this.random = Optional.of(Objects.requireNonNull(random, "random"));
        return self();
    }
}
