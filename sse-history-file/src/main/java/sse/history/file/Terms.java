package sse.history.file;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import sse.api.spi.history.EntryId;

/**
 * Where the terms of a log began. With it ids become ordinals, which count the entries of all terms, and a position in
 * a lost tail becomes the end of its term. Guarded by its {@link LogState}.
 */
final class Terms {
    /** The oldest are forgotten: how many entries are lost behind a position in them is then not known. */
    private static final int RETAINED = 1_000;

    private final NavigableMap<Long, Start> starts = new TreeMap<>();

    /**
     * The start of a term.
     *
     * @param term the term
     * @param after the id of the last entry before it; the origin if there was none
     * @param ordinal how many entries the log had before it
     */
    record Start(long term, EntryId after, long ordinal) {}

    /** Adds a term. Where later entries than the last one before it were lost, they count as if they never were. */
    void begin(Start start) {
        starts.replaceAll((term, before) ->
                before.ordinal() <= start.ordinal() ? before : new Start(term, start.after(), start.ordinal()));
        starts.put(start.term(), start);
        if (starts.size() > RETAINED) {
            starts.pollFirstEntry();
        }
    }

    Collection<Start> starts() {
        return starts.values();
    }

    Optional<Start> find(long term) {
        return Optional.ofNullable(starts.get(term));
    }

    /** Returns the present term. */
    Start present() {
        return starts.lastEntry().getValue();
    }

    /** Returns how many entries the log has up to a position, which is not beyond its newest entry. */
    OptionalLong ordinalAfter(EntryId position) {
        Map.Entry<Long, Start> next = starts.higherEntry(position.term());
        if (next != null && position.compareTo(next.getValue().after()) >= 0) {
            return OptionalLong.of(next.getValue().ordinal());
        }
        if (position.term() == 0) {
            return OptionalLong.of(0);
        }
        Start own = starts.get(position.term());
        return own == null ? OptionalLong.empty() : OptionalLong.of(own.ordinal() + position.number() + 1);
    }
}
