package sse.api.internal.history;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of evicted events that were published with ids of their own: so that an id is recognized that is published
 * again. Takes a bounded amount of memory. Not thread-safe.
 *
 * <p>As long as all ids are numbers, which usually grow, only the largest is held: any number up to it counts as
 * published before. Of other ids the newest are held, by a hash of 64 bits.
 */
final class ForgottenIds {
    /** How many ids are held that are not numbers: some 500 KB. */
    static final int MOST_HASHES = 8192;

    private static final int MOST_DIGITS = 18;

    private Set<Long> hashes = Set.of();
    private boolean onlyNumbers = true;
    private long largestNumber = -1;

    void add(String id) {
        long number = numberOf(id);
        onlyNumbers &= number >= 0;
        if (onlyNumbers) {
            largestNumber = Math.max(largestNumber, number);
            return;
        }
        hashes = hashes.isEmpty() ? new LinkedHashSet<>() : hashes;
        if (hashes.add(hashOf(id)) && hashes.size() > MOST_HASHES) {
            Iterator<Long> oldestFirst = hashes.iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }

    /** Returns true if an id was added before, as far as known. */
    boolean contains(String id) {
        long number = numberOf(id);
        return (number >= 0 && number <= largestNumber) || (!hashes.isEmpty() && hashes.contains(hashOf(id)));
    }

    /** Returns the number that an id is in decimal digits, or -1 if it is none. */
    private static long numberOf(String id) {
        if (id.isEmpty() || id.length() > MOST_DIGITS || (id.charAt(0) == '0' && id.length() > 1)) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < id.length(); i++) {
            int digit = id.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** FNV-1a, with a final mix. */
    private static long hashOf(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
        return hash ^ (hash >>> 29);
    }
}
