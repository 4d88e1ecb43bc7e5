package sse.api.internal.history;

import sse.api.Ticker;

/**
 * Limits on the keys of a compacted log.
 *
 * @param keys the maximum number of keys, tombstones included
 * @param bytes the maximum size of their events in memory
 * @param ticker the source of time, for the age of tombstones
 */
public record CompactionLimits(int keys, long bytes, Ticker ticker) {}
