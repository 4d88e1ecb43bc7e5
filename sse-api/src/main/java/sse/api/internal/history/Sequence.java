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
public final class Sequence {
    private static final Sequence PROCESS = new Sequence(newEpoch());

    private final String epoch;

    // Written under this object's lock, read by any thread.
    private volatile long last;

    public Sequence(String epoch) {
        this.epoch = epoch;
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

    public String idOf(long number) {
        return epoch + "-" + number;
    }

    /** Returns the number of an id of this epoch that has been given already, or -1. */
    public long numberOf(String id) {
        int digits = epoch.length() + 1;
        if (!id.startsWith(epoch)
                || id.length() <= digits
                || id.length() > digits + 18
                || id.charAt(digits - 1) != '-') {
            return -1;
        }
        long number = 0;
        for (int i = digits; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9' || (c == '0' && i == digits)) {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number <= last ? number : -1;
    }

    /** Forty random bits: two runs of a server have the same epoch once in a million million restarts. */
    private static String newEpoch() {
        return Long.toString(new SecureRandom().nextLong() >>> 24, 36);
    }
}
