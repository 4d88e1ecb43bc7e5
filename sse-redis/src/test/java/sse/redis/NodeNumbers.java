package sse.redis;

import java.util.Arrays;

/**
 * What a node has done.
 *
 * @param published how many events were acknowledged
 * @param notStored how many publications failed, and were not stored
 * @param unknown how many failed, and may have been stored
 * @param rolledBack how many entries Redis lost after the node had them
 * @param repeated how many attempts to publish there were after the first
 * @param disconnects how often Redis could not be read
 * @param millis how long the longest publication took
 */
record NodeNumbers(
        long published, long notStored, long unknown, long rolledBack, long repeated, long disconnects, long millis) {
    static final NodeNumbers NONE = new NodeNumbers(0, 0, 0, 0, 0, 0, 0);

    static NodeNumbers parse(String text) {
        long[] all = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
        return new NodeNumbers(all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
    }

    String text() {
        return published + " " + notStored + " " + unknown + " " + rolledBack + " " + repeated + " " + disconnects + " "
                + millis;
    }

    /** Sums up two nodes; both have had the entries that were rolled back, and of times the longer one counts. */
    NodeNumbers plus(NodeNumbers other) {
        return new NodeNumbers(
                published + other.published,
                notStored + other.notStored,
                unknown + other.unknown,
                Math.max(rolledBack, other.rolledBack),
                repeated + other.repeated,
                disconnects + other.disconnects,
                Math.max(millis, other.millis));
    }

    /** Returns how many publications failed. */
    long failed() {
        return notStored + unknown;
    }
}
