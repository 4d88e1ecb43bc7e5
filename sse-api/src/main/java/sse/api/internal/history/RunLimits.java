package sse.api.internal.history;

/**
 * Limits on what the log of a run retains.
 *
 * @param events the maximum number of events
 * @param bytes the maximum size of the events in memory
 */
public record RunLimits(int events, long bytes) {}
