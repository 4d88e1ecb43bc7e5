package sse.benchmarks.load.client;

/**
 * Finds missing, duplicated and reordered numbers in one stream. A late number was counted as missing before: it is
 * then reordered instead, if it is among the last 64, and a duplicate otherwise.
 */
final class SequenceCheck {
    private final ReceiveStats stats;
    private long last;
    /** Bit n is set if the number n before the last has been received. */
    private long came = -1;

    /**
     * Begins to check.
     *
     * @param after the sequence before the first that is to come; it and all before it count as received
     */
    SequenceCheck(long after, ReceiveStats stats) {
        this.stats = stats;
        this.last = after;
    }

    /** Returns the highest sequence so far. */
    long last() {
        return last;
    }

    void accept(long sequence) {
        long ahead = sequence - last;
        if (ahead > 0) {
            stats.missing += ahead - 1;
            came = ahead < Long.SIZE ? came << ahead | 1 : 1;
            last = sequence;
            return;
        }
        long bit = -ahead < Long.SIZE ? 1L << -ahead : 0;
        if (bit != 0 && (came & bit) == 0) {
            came |= bit;
            stats.missing--;
            stats.reordered++;
        } else {
            stats.duplicated++;
        }
    }
}
