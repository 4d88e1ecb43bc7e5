package sse.api.spi.history;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a log answers to the question for the entries after a position. Immutable. */
public final class ReadResult {
    private static final ReadResult NOT_YET = new ReadResult(Kind.NOT_YET, List.of(), null);
    private static final ReadResult FOREIGN = new ReadResult(Kind.FOREIGN, List.of(), null);

    /** The four answers. */
    public enum Kind {
        /** The entries that follow, without a hole; none if the position is that of the newest entry. */
        PAGE,

        /** Entries that follow are no longer retained. */
        GONE,

        /** The position is beyond the newest entry: the reader knows more than this log does now. */
        NOT_YET,

        /** The position is not of this log. */
        FOREIGN
    }

    private final Kind kind;
    private final List<LogEntry> entries;
    private final @Nullable Gap gap;

    private ReadResult(Kind kind, List<LogEntry> entries, @Nullable Gap gap) {
        this.kind = kind;
        this.entries = entries;
        this.gap = gap;
    }

    /**
     * Makes the answer that has the entries.
     *
     * @param entries the entries, in their order
     * @return the answer
     */
    public static ReadResult page(List<LogEntry> entries) {
        return new ReadResult(Kind.PAGE, List.copyOf(entries), null);
    }

    /**
     * Makes the answer that entries are no longer retained.
     *
     * @param gap what is missing
     * @return the answer
     */
    public static ReadResult gone(Gap gap) {
        return new ReadResult(Kind.GONE, List.of(), Objects.requireNonNull(gap, "gap"));
    }

    /**
     * Returns the answer that the position is beyond the newest entry.
     *
     * @return the answer
     */
    public static ReadResult notYet() {
        return NOT_YET;
    }

    /**
     * Returns the answer that the position is not of the log.
     *
     * @return the answer
     */
    public static ReadResult foreign() {
        return FOREIGN;
    }

    /**
     * Returns which answer it is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the entries of a {@link Kind#PAGE}.
     *
     * @return the entries; none for the other answers
     */
    public List<LogEntry> entries() {
        return entries;
    }

    /**
     * Returns what is missing if the answer is {@link Kind#GONE}.
     *
     * @return the gap; empty for the other answers
     */
    public Optional<Gap> gap() {
        return Optional.ofNullable(gap);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case PAGE -> "PAGE" + entries;
            case GONE -> "GONE[" + gap + "]";
            case NOT_YET, FOREIGN -> kind.name();
        };
    }
}
