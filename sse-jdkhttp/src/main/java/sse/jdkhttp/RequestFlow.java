package sse.jdkhttp;

import java.util.concurrent.TimeUnit;
import sse.api.Ticker;

/**
 * How closely the requests of a server follow one another. Thread-safe.
 *
 * <p>The JDK's server does not show that a connection has another request before it submits it. But a request that a
 * client has pipelined begins some microseconds after the answer to the one before it.
 */
final class RequestFlow {
    /** How soon after an answer a request begins that follows it. */
    static final long FOLLOWING_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    /** How many requests in a row make a sequence: with fewer, no publication waits. */
    static final int SEQUENCE = 2;

    // Immutable after construction.
    private final Ticker ticker;

    // Guarded by this.
    private long answeredNanos;
    private long begun;
    private int following;

    /**
     * Creates a flow without requests.
     *
     * @param ticker the source of time
     */
    RequestFlow(Ticker ticker) {
        this.ticker = ticker;
        answeredNanos = ticker.nanoTime() - FOLLOWING_NANOS;
    }

    /** Counts a request that begins. */
    synchronized void onRequest() {
        begun++;
        following = ticker.nanoTime() - answeredNanos < FOLLOWING_NANOS ? following + 1 : 0;
    }

    /** Notes that a request is answered. Before the response is sent: the next request may begin at once. */
    synchronized void onAnswer() {
        answeredNanos = ticker.nanoTime();
    }

    /** Returns how many requests have begun. */
    synchronized long begun() {
        return begun;
    }

    /** Returns true if the latest requests have followed one another. */
    synchronized boolean isSequence() {
        return following >= SEQUENCE;
    }

    /** Ends a sequence: none has come when one was expected. */
    synchronized void endSequence() {
        following = 0;
    }
}
