package sse.client.internal.retry;

import java.time.Duration;

/**
 * What the program configured about reconnecting. Immutable.
 *
 * @param delay the reconnection time until the server sets one
 * @param maxDelay the longest backoff
 * @param jitter the part of a delay that is random, from 0 to 1
 * @param healthyAfter how long a stream must have been open to reset the count of failures
 * @param maxFailures the number of failures in a row after which the source gives up
 */
public record RetrySettings(Duration delay, Duration maxDelay, double jitter, Duration healthyAfter, int maxFailures) {}
