package sse.api.spi.history;

import java.util.Objects;
import java.util.OptionalLong;

/** Entries that a reader cannot have any more, and where it goes on. Immutable. */
public final class Gap {
    /** Why entries are missing. */
    public enum Reason {
        /** The log has dropped them, as its limits say. */
        TRIMMED,

        /** The log is another one: it was emptied, or replaced. */
        RESET,

        /** The log cannot tell. */
        UNKNOWN
    }

    private final OptionalLong lost;
    private final Reason reason;
    private final EntryId resumeAfter;

    private Gap(OptionalLong lost, Reason reason, EntryId resumeAfter) {
        this.lost = lost;
        this.reason = Objects.requireNonNull(reason, "reason");
        this.resumeAfter = Objects.requireNonNull(resumeAfter, "resumeAfter");
    }

    /**
     * Makes a gap of a known size.
     *
     * @param lost how many entries, of all topics, are missing
     * @param reason why
     * @param resumeAfter the position behind the last of them
     * @return the gap
     * @throws IllegalArgumentException if no entry is missing
     */
    public static Gap of(long lost, Reason reason, EntryId resumeAfter) {
        if (lost < 1) {
            throw new IllegalArgumentException("gap must have at least 1 entry: " + lost);
        }
        return new Gap(OptionalLong.of(lost), reason, resumeAfter);
    }

    /**
     * Makes a gap of unknown size.
     *
     * @param reason why entries are missing
     * @param resumeAfter the position behind the last of them
     * @return the gap
     */
    public static Gap ofUnknownSize(Reason reason, EntryId resumeAfter) {
        return new Gap(OptionalLong.empty(), reason, resumeAfter);
    }

    /**
     * Returns how many entries, of all topics, are missing.
     *
     * @return the number, or empty if it is not known
     */
    public OptionalLong lost() {
        return lost;
    }

    /**
     * Returns why they are missing.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns where a reader goes on.
     *
     * @return the position behind the last missing entry
     */
    public EntryId resumeAfter() {
        return resumeAfter;
    }

    @Override
    public String toString() {
        return "Gap[" + (lost.isPresent() ? lost.getAsLong() : "unknown") + ", " + reason + ", " + resumeAfter + "]";
    }
}
