package sse.api.internal.history;

import java.security.SecureRandom;

/**
 * The numbers of all events that the topics of a process publish, and the epoch that distinguishes them from those of
 * another run.
 *
 * <p>Topics share it, so that one id names a position in each of them: a client that receives events in this order and
 * has seen number n has seen the events up to n of every topic. It is also the lock under which a number is assigned
 * and its entry appended: so everything up to {@link #last} can be read.
 */
public class Sequence {
    /** The number of an id that is not of the sequence. */
    static final long FOREIGN = -1;

    /** The number of an id that is of the sequence, and whose entry has not arrived. */
    static final long NOT_YET = -2;

    private static final Sequence PROCESS = new Sequence(newEpoch());

    private final String epoch;
    private final String idPrefix;

    // Written under this object's lock, read by any thread.
    private volatile long last;

    public Sequence(String epoch) {
        this.epoch = epoch;
        this.idPrefix = epoch + "-";
    }

    public static Sequence ofProcess() {
        return PROCESS;
    }

    /** Returns the number of the newest entry. */
    public long last() {
        return last;
    }

    /** Sets the number up to which every entry can be read. Under the lock. */
    public void advanceTo(long number) {
        last = number;
    }

    /** Creates the sequence of a hub in memory. */
    public static Sequence create() {
        return new Sequence(newEpoch());
    }

    public String idOf(long number) {
        return idPrefix() + number;
    }

    /** Returns the part of an id before the number. */
    String idPrefix() {
        return idPrefix;
    }

    /**
     * Returns the number of an id of this epoch that has been assigned already, zero for the id before the first; for
     * any other id a negative number.
     */
    public long numberOf(String id) {
        int digits = epoch.length() + 1;
        if (!id.startsWith(epoch)
                || id.length() <= digits
                || id.length() > digits + 18
                || id.charAt(digits - 1) != '-') {
            return FOREIGN;
        }
        long number = 0;
        for (int i = digits; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9' || (c == '0' && i == digits && id.length() > digits + 1)) {
                return FOREIGN;
            }
            number = number * 10 + (c - '0');
        }
        return number <= last ? number : FOREIGN;
    }

    /** Forty random bits: two runs of a server have the same epoch once in 10<sup>12</sup> restarts. */
    private static String newEpoch() {
        return Long.toString(new SecureRandom().nextLong() >>> 24, 36);
    }
}
