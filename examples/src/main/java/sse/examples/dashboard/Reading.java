package sse.examples.dashboard;

import java.util.Locale;

/**
 * What the dashboard knows of one second. Immutable.
 *
 * @param number counts the readings of this process from 1, so that whoever gets them sees whether one is missing
 * @param at when it was taken, in milliseconds since 1970
 * @param cpu the share of all processors that this process had, 0 to 1
 * @param heapUsed bytes
 * @param heapCommitted bytes that the JVM has from the system
 * @param gcMillis what garbage collection took, in milliseconds of each second
 * @param gcs collections
 * @param threads live threads of the platform
 * @param streams open event streams
 * @param simulated how many of them are asked to be simulated subscribers
 * @param deliveries events handed to streams, each second
 * @param lagMillis how long events waited for the lane that writes them, on the average of the slowest lane
 */
record Reading(
        long number,
        long at,
        double cpu,
        long heapUsed,
        long heapCommitted,
        double gcMillis,
        long gcs,
        int threads,
        int streams,
        int simulated,
        double deliveries,
        double lagMillis) {
    /** Numbers only, so that nothing needs escaping. */
    String json() {
        return String.format(
                Locale.ROOT,
                "{\"number\":%d,\"at\":%d,\"cpu\":%.4f,\"heapUsed\":%d,\"heapCommitted\":%d,\"gcMillis\":%.1f,"
                        + "\"gcs\":%d,\"threads\":%d,\"streams\":%d,\"simulated\":%d,\"deliveries\":%.1f,"
                        + "\"lagMillis\":%.3f}",
                number,
                at,
                cpu,
                heapUsed,
                heapCommitted,
                gcMillis,
                gcs,
                threads,
                streams,
                simulated,
                deliveries,
                lagMillis);
    }
}
