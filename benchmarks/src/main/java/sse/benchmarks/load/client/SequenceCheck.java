package sse.benchmarks.load.client;

/**
 * Finds what is missing, duplicated or out of order in one stream of sequences. What comes late was counted as missing
 * before: it is then reordered instead, if it is among the last 64, and a duplicate otherwise.
 */
final class SequenceCheck {
    private final ReceiveStats stats;
    private long last;
    /** Bit n says whether the sequence n before the last has come. */
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
