package sse.api.spi.history;

import java.util.Objects;
import java.util.Optional;

/**
 * Identifies an entry of a log, and with it a position: the one behind that entry. Immutable.
 *
 * <p>The text is {@code log.term-number}, for example {@code k3f9x2ab.4194304-17}. It is the id that clients receive
 * and send as {@code Last-Event-ID}; to them it is opaque.
 *
 * <ul>
 *   <li>{@code log} names the log. A log that was emptied or made anew has another name.
 *   <li>{@code term} grows whenever entries may have been lost that a client has seen: with each new primary of a
 *       broker, and when a log is opened that was not closed properly. So no id is ever given twice.
 *   <li>{@code number} is 0, 1, 2 and so on within a term, without holes.
 * </ul>
 *
 * <p>Ids of one log are ordered by term, then by number. Term 0 is never given: its number 0 is the {@linkplain #origin
 * origin}, the position before every entry.
 */
public final class EntryId implements Comparable<EntryId> {
    private static final int MAX_LOG_LENGTH = 32;
    private static final int MAX_DIGITS = 18;

    private final String log;
    private final long term;
    private final long number;

    private EntryId(String log, long term, long number) {
        this.log = log;
        this.term = term;
        this.number = number;
    }

    /**
     * Makes an id.
     *
     * @param log the name of the log: 1 to 32 ASCII letters and digits
     * @param term the term, less than 10<sup>18</sup>
     * @param number the number in the term, less than 10<sup>18</sup>
     * @return the id
     * @throws IllegalArgumentException if the name, the term or the number is not as said
     */
    public static EntryId of(String log, long term, long number) {
        Objects.requireNonNull(log, "log");
        if (!isName(log)) {
            throw new IllegalArgumentException(
                    "log must be named by 1 to " + MAX_LOG_LENGTH + " ASCII letters and digits: " + log.length());
        }
        return new EntryId(log, checked("term", term), checked("number", number));
    }

    private static long checked(String name, long value) {
        if (value < 0 || value >= 1_000_000_000_000_000_000L) {
            throw new IllegalArgumentException(name + " must be between 0 and 10^18 - 1: " + value);
        }
        return value;
    }

    /**
     * Returns the position before every entry of a log.
     *
     * @param log the name of the log
     * @return the position
     * @throws IllegalArgumentException if the name is not one
     */
    public static EntryId origin(String log) {
        return of(log, 0, 0);
    }

    /**
     * Reads an id from text.
     *
     * @param text the text; untrusted
     * @return the id, or empty if {@link #toString} never returns that text
     */
    public static Optional<EntryId> parse(String text) {
        int dot = text.indexOf('.');
        int dash = text.indexOf('-', dot + 1);
        if (dot < 1 || dot > MAX_LOG_LENGTH || dash < 0 || !isName(text.substring(0, dot))) {
            return Optional.empty();
        }
        long term = decimal(text, dot + 1, dash);
        long number = decimal(text, dash + 1, text.length());
        return term < 0 || number < 0
                ? Optional.empty()
                : Optional.of(new EntryId(text.substring(0, dot), term, number));
    }

    /** Returns the number that some characters are, without leading zeros, or -1. */
    private static long decimal(String text, int from, int end) {
        if (end <= from || end - from > MAX_DIGITS || (text.charAt(from) == '0' && end - from > 1)) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isNameCharacter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isNameCharacter) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_LOG_LENGTH;
    }

    /**
     * Returns the name of the log.
     *
     * @return the name
     */
    public String log() {
        return log;
    }

    /**
     * Returns the term.
     *
     * @return the term; 0 only for the origin
     */
    public long term() {
        return term;
    }

    /**
     * Returns the number in the term.
     *
     * @return the number
     */
    public long number() {
        return number;
    }

    /**
     * Returns the id that follows this one in its term.
     *
     * @return the next id
     * @throws IllegalArgumentException if there is none
     */
    public EntryId next() {
        return new EntryId(log, term, checked("number", number + 1));
    }

    /**
     * Compares by term and number.
     *
     * @param other an id of the same log
     * @throws IllegalArgumentException if it is of another log: the order of such ids means nothing
     */
    @Override
    public int compareTo(EntryId other) {
        if (!log.equals(other.log)) {
            throw new IllegalArgumentException("ids must be of one log: " + this + ", " + other);
        }
        return term != other.term ? Long.compare(term, other.term) : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryId that && term == that.term && number == that.number && log.equals(that.log);
    }

    @Override
    public int hashCode() {
        return Objects.hash(log, term, number);
    }

    /** Returns the text that {@link #parse} reads. */
    @Override
    public String toString() {
        return log + "." + term + "-" + number;
    }
}
