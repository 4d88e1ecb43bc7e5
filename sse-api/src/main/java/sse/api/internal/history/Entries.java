package sse.api.internal.history;

/** Entries that follow one another, read by any thread without a lock. */
interface Entries {
    /**
     * Reads entries.
     *
     * @param from the position of the first
     * @param into receives them
     * @return how many were read: zero only if the first is not here
     */
    int read(long from, LogEntry[] into);
}
