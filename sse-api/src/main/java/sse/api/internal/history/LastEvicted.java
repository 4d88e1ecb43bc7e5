package sse.api.internal.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entry that a log has evicted last, of which it holds the id. Guarded by the sequence. */
final class LastEvicted {
    private long sequence = -1;

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
        sequence = number;
        id = evictedId;
        repeated = isRepeated;
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

    Optional<EntryId> id() {
        return Optional.ofNullable(id).map(known -> new EntryId(known, sequence));
    }
}
