package sse.api.internal.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entry that a log has evicted last, of which it holds the id. Guarded by the sequence. */
final class LastEvicted {
    private long sequence = -1;

    /** The number from which on every number up to the last evicted one is that of an entry of this log. */
    private long denseFrom;

    /** Not counted as memory of the log. */
    private @Nullable String id;

    private boolean repeated;

    /**
     * Sets the entry.
     *
     * @param evictedId its id, if it is known
     * @param isRepeated true if its id was published more than once
     */
    void set(long number, @Nullable String evictedId, boolean isRepeated) {
        denseFrom = number == sequence + 1 && sequence >= 0 ? denseFrom : number;
        sequence = number;
        id = evictedId;
        repeated = isRepeated;
    }

    /** Begins behind an entry of another log: what that holds before is not known. */
    void begin(long number, @Nullable String ofId) {
        set(number, ofId, false);
        denseFrom = number + 1;
    }

    /** Returns how many entries after a number were evicted, or -1 if that is not known. */
    long lostAfter(long number) {
        return number >= denseFrom - 1 ? sequence - number : -1;
    }

    /** Returns its number, or -1 if nothing was evicted. */
    long sequence() {
        return sequence;
    }

    boolean hasId(String other) {
        return other.equals(id);
    }

    boolean isRepeated() {
        return repeated;
    }

    Optional<NumberedId> id() {
        return Optional.ofNullable(id).map(known -> new NumberedId(known, sequence));
    }
}
