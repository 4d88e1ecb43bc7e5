package sse.api.internal.history;

import java.security.SecureRandom;

/**
 * The numbers of all events that the topics of a process publish, and the epoch that tells them from those of another
 * run.
 *
 * <p>Topics share it, so that one id names a position in each of them: whoever has seen number n has, of every topic,
 * seen what is up to n, if it was sent to it in this order. It is also the lock under which a number is given and its
 * entry appended: so everything up to {@link #last} can be read.
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

    /** Says that everything up to a number can be read. Under the lock. */
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

    /** Returns what the number follows in an id. */
    String idPrefix() {
        return idPrefix;
    }

    /** Returns the number of an id of this epoch that has been given already; if it is none, a negative number. */
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
            if (c < '0' || c > '9' || (c == '0' && i == digits)) {
                return FOREIGN;
            }
            number = number * 10 + (c - '0');
        }
        return number <= last ? number : FOREIGN;
    }

    /** Forty random bits: two runs of a server have the same epoch once in a million million restarts. */
    private static String newEpoch() {
        return Long.toString(new SecureRandom().nextLong() >>> 24, 36);
    }
}
