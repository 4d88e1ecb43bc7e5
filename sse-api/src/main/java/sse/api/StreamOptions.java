package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import sse.api.internal.time.DurationRange;

/**
 * The limits and habits of the streams on one path. Immutable; start from {@link #defaults()}.
 *
 * @param sendQueueBytes how many bytes may wait for a client, at least 1024; default 256 KiB. One event larger than
 *     that is still taken by an empty outbox
 * @param overflow what happens to an event the outbox has no room for; default {@link OverflowPolicy#DISCONNECT}
 * @param heartbeat after how much silence a comment is sent, 10 ms to 36,500 days, jittered downwards by up to a
 *     quarter so that streams which opened together do not beat together, and to less than half of it on
 *     {@code sse-jdkhttp}, where only a second write shows that a client has left; default 15 s; empty for none
 * @param writeTimeout how long a client may take no bytes while some wait for it, 10 ms to 36,500 days; default 30 s;
 *     it is noticed up to a quarter later
 * @param retry the reconnection time that the first bytes of every stream tell the client, at most
 *     {@link Event#MAX_RETRY}; default 3 s, so that every browser has the same; empty leaves it to the browser
 * @param lastEventIdParameter the query parameter that stands in for a missing {@code Last-Event-ID} header; default
 *     none
 * @param admission decides about a request before its stream opens, on the server's executor; default accepts all. If
 *     it throws, the answer is 500
 */
public record StreamOptions(
        int sendQueueBytes,
        OverflowPolicy overflow,
        Optional<Duration> heartbeat,
        Duration writeTimeout,
        Optional<Duration> retry,
        Optional<String> lastEventIdParameter,
        Optional<Function<? super StreamRequest, Admission>> admission) {
    private static final DurationRange FROM_10_MS = DurationRange.atLeast(Duration.ofMillis(10));
    private static final StreamOptions DEFAULTS = new StreamOptions(
            256 * 1024,
            OverflowPolicy.DISCONNECT,
            Optional.of(Duration.ofSeconds(15)),
            Duration.ofSeconds(30),
            Optional.of(Duration.ofSeconds(3)),
            Optional.empty(),
            Optional.empty());

    /**
     * Checks every part.
     *
     * @param sendQueueBytes how many bytes may wait for a client
     * @param overflow what happens when they are too many
     * @param heartbeat after how much silence a comment is sent
     * @param writeTimeout how long a client may take no bytes
     * @param retry the reconnection time the client is told
     * @param lastEventIdParameter the query parameter that stands in for the header
     * @param admission decides before a stream opens
     * @throws IllegalArgumentException if one is out of range; the message says which and why
     */
    public StreamOptions {
        Objects.requireNonNull(overflow, "overflow");
        Objects.requireNonNull(heartbeat, "heartbeat");
        Objects.requireNonNull(writeTimeout, "writeTimeout");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(lastEventIdParameter, "lastEventIdParameter");
        Objects.requireNonNull(admission, "admission");
        if (lastEventIdParameter.filter(String::isEmpty).isPresent()) {
            throw new IllegalArgumentException("last event id parameter must not be empty: \"\"");
        }
        if (sendQueueBytes < 1024) {
            throw new IllegalArgumentException("outbox must be at least 1024 bytes: " + sendQueueBytes);
        }
        heartbeat.ifPresent(silence -> FROM_10_MS.check("heartbeat", silence));
        FROM_10_MS.check("write timeout", writeTimeout);
        retry.ifPresent(Event::retry);
    }

    /**
     * Returns the defaults.
     *
     * @return the options that are used where none are given
     */
    public static StreamOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with another outbox limit.
     *
     * @param bytes how many bytes may wait for a client
     * @return the new options
     * @throws IllegalArgumentException if it is less than 1024
     */
    public StreamOptions withSendQueueBytes(int bytes) {
        return new StreamOptions(bytes, overflow, heartbeat, writeTimeout, retry, lastEventIdParameter, admission);
    }

    /**
     * Returns these options with another overflow policy.
     *
     * @param policy what happens to an event the outbox has no room for
     * @return the new options
     */
    public StreamOptions withOverflow(OverflowPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return new StreamOptions(
                sendQueueBytes, policy, heartbeat, writeTimeout, retry, lastEventIdParameter, admission);
    }

    /**
     * Returns these options with another heartbeat.
     *
     * @param silence after how much silence a comment is sent
     * @return the new options
     * @throws IllegalArgumentException if it is shorter than 10 ms or longer than 36,500 days
     */
    public StreamOptions withHeartbeat(Duration silence) {
        return withHeartbeat(Optional.of(Objects.requireNonNull(silence, "silence")));
    }

    /**
     * Returns these options without heartbeat. A client that vanishes without a word is then noticed only by a write.
     *
     * @return the new options
     */
    public StreamOptions withoutHeartbeat() {
        return withHeartbeat(Optional.empty());
    }

    /**
     * Returns these options with another write timeout.
     *
     * @param timeout how long a client may take no bytes while some wait for it
     * @return the new options
     * @throws IllegalArgumentException if it is shorter than 10 ms or longer than 36,500 days
     */
    public StreamOptions withWriteTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return new StreamOptions(sendQueueBytes, overflow, heartbeat, timeout, retry, lastEventIdParameter, admission);
    }

    /**
     * Returns these options with another reconnection time for the client.
     *
     * @param time the reconnection time
     * @return the new options
     * @throws IllegalArgumentException if {@link Event#retry(Duration)} refuses it
     */
    public StreamOptions withRetry(Duration time) {
        return withRetry(Optional.of(Objects.requireNonNull(time, "time")));
    }

    /**
     * Returns these options with the reconnection time left to the browser.
     *
     * @return the new options
     */
    public StreamOptions withoutRetry() {
        return withRetry(Optional.empty());
    }

    /**
     * Returns these options with a query parameter that stands in for a missing {@code Last-Event-ID}.
     *
     * @param name the parameter's name
     * @return the new options
     * @throws IllegalArgumentException if it is empty
     */
    public StreamOptions withLastEventIdParameter(String name) {
        Objects.requireNonNull(name, "name");
        return new StreamOptions(
                sendQueueBytes, overflow, heartbeat, writeTimeout, retry, Optional.of(name), admission);
    }

    /**
     * Returns these options with a decision before each stream opens.
     *
     * @param decide runs on the server's executor and may block
     * @return the new options
     */
    public StreamOptions withAdmission(Function<? super StreamRequest, Admission> decide) {
        Objects.requireNonNull(decide, "decide");
        return new StreamOptions(
                sendQueueBytes, overflow, heartbeat, writeTimeout, retry, lastEventIdParameter, Optional.of(decide));
    }

    private StreamOptions withHeartbeat(Optional<Duration> silence) {
        return new StreamOptions(
                sendQueueBytes, overflow, silence, writeTimeout, retry, lastEventIdParameter, admission);
    }

    private StreamOptions withRetry(Optional<Duration> time) {
        return new StreamOptions(
                sendQueueBytes, overflow, heartbeat, writeTimeout, time, lastEventIdParameter, admission);
    }
}
