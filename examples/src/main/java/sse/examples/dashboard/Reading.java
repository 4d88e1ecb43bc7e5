package sse.examples.dashboard;

import java.util.Locale;

/**
 * What the dashboard measures in one second. Immutable.
 *
 * @param number counts the readings of this process from 1, so that a page sees whether one is missing
 * @param at when it was taken, in milliseconds since 1970
 * @param cpu the share of all processors that this process had, 0 to 1
 * @param heapUsed bytes
 * @param heapCommitted bytes committed to the heap
 * @param gcMillis time spent in garbage collection, in milliseconds per second
 * @param gcs number of collections
 * @param threads live platform threads
 * @param streams open event streams
 * @param simulated number of simulated subscribers asked for
 * @param deliveries events delivered to streams, per second
 * @param lagMillis average time that events were queued for their lane, of the slowest lane
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
    /** Returns the reading as JSON. Numbers only, so nothing needs escaping. */
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
