package sse.benchmarks.load.client;

/**
 * Finds what is missing, duplicated or out of order in one stream that begins with sequence one. What comes late was counted as missing before: it is then
 * reordered instead, if it is among the last 64, and a duplicate otherwise.
 */
final class SequenceCheck {
    private final Tally tally;
    private long last;
    /** Bit n says whether the sequence n before the last has come. */
    private long came;

    SequenceCheck(Tally tally) {
        this.tally = tally;
    }

    /** Returns the highest sequence so far, or zero. */
    long last() {
        return last;
    }

    void accept(long sequence) {
        long ahead = sequence - last;
        if (ahead > 0) {
            tally.missing += ahead - 1;
            came = ahead < Long.SIZE ? came << ahead | 1 : 1;
            last = sequence;
            return;
        }
        long bit = -ahead < Long.SIZE ? 1L << -ahead : 0;
        if (bit != 0 && (came & bit) == 0 && sequence > 0) {
            came |= bit;
            tally.missing--;
            tally.reordered++;
        } else {
            tally.duplicated++;
        }
    }
}
