package sse.benchmarks.load;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is measured, and how it is shown. */
enum Metric {
    DELIVERIES_PER_SECOND("deliveries/s", 1, 0),
    CPU_PER_MILLION("CPU s per million deliveries", 1, 2),
    BYTES_PER_DELIVERY("bytes per delivery", 1, 1),
    SERVER_CPU("server CPU, cores", 1, 2),
    CLIENT_CPU("subscribers' CPU, cores", 1, 2),
    EVENTS_PER_RUN("events a run of the lane", 1, 1),
    TOKENS_PER_SECOND("tokens/s", 1, 0),
    CPU_PER_TOKEN("CPU µs per token", 1e6, 2),
    EVENTS_PER_SECOND("events/s", 1, 0),
    CPU_PER_EVENT("CPU µs per event", 1e6, 3),
    ALLOCATED_PER_EVENT("bytes allocated per event, beside its text", 1, 0),
    READER_CPU("reader's CPU, cores", 1, 2),
    FIRST_P50("POST to first event p50, ms", 1, 2),
    FIRST_P99("p99, ms", 1, 2),
    FIRST_P999("p99.9, ms", 1, 2),
    HEAP_PER_ANSWER("heap bytes per open answer", 1, 0),
    TOKEN_P99("token due to token read p99, ms", 1, 2),
    RETURN_P50("first event p50, ms", 1, 0),
    RETURN_P99("first event p99, ms", 1, 0),
    ACCEPT_PEAK("connections in the busiest 100 ms", 1, 0),
    ACCEPTED("connections", 1, 0),
    P50("p50, ms", 1, 2),
    P99("p99, ms", 1, 2),
    P999("p99.9, ms", 1, 2),
    CONNECTIONS_PER_SECOND("connections/s", 1, 0),
    CPU_PER_CONNECTION("CPU µs per connection", 1e6, 0),
    COMPILERS_PER_CONNECTION("of that the JVM's compilers, µs", 1e6, 0),
    CLIENT_CPU_PER_CONNECTION("subscribers' CPU µs per connection", 1e6, 0),
    HEAP_PER_STREAM("heap bytes per stream", 1, 0),
    RESIDENT_PER_STREAM("RSS bytes per stream", 1, 0),
    RESIDENT_FIRST("RSS after a quarter, MiB", 1.0 / (1 << 20), 0),
    RESIDENT_LAST("RSS at the end, MiB", 1.0 / (1 << 20), 0),
    RESIDENT_MOST("RSS at most, MiB", 1.0 / (1 << 20), 0),
    HEAP_FIRST("live heap at the beginning, MiB", 1.0 / (1 << 20), 1),
    HEAP_LAST("live heap at the end, MiB", 1.0 / (1 << 20), 1),
    LIVE_HEAP("live heap, MiB", 1.0 / (1 << 20), 1),
    RESIDENT("RSS, MiB", 1.0 / (1 << 20), 0),
    STOP("stop to exit, s", 1, 2),
    FINISHED("streams completed", 1, 0),
    CUT("cut", 1, 0),
    CLOSING("with the closing event and a reconnection time", 1, 0),
    RECONNECTIONS("different reconnection times", 1, 0),
    LEFT_OPEN("not ended", 1, 0),
    THREADS("threads", 1, 0),
    DESCRIPTORS("descriptors", 1, 0),
    OPEN_STREAMS("streams of the server", 1, 0),
    SUBSCRIBERS("of the topic", 1, 0),
    DELIVERED("delivered", 1, 0),
    VISITS("visits", 1, 0),
    RESUMED("resumed", 1, 0),
    CUT_OFF("cut off in a stall", 1, 0),
    TIMED_OUT("timed out at the server", 1, 0),
    STREAMS_LEFT("streams at the end", 1, 0),
    OUTSTANDING("never arrived", 1, 0),
    WRONG("missing, twice or out of order", 1, 0),
    ENDED("ended while they read", 1, 0);

    private final String title;
    private final double scale;
    private final int decimals;

    Metric(String title, double scale, int decimals) {
        this.title = title;
        this.scale = scale;
        this.decimals = decimals;
    }

    /** Returns a copy in the order of declaration. Immutable. */
    static Map<Metric, Double> copyOf(Map<Metric, Double> values) {
        Map<Metric, Double> copy = new EnumMap<>(Metric.class);
        copy.putAll(values);
        return Collections.unmodifiableMap(copy);
    }

    /** Returns the heading of a column. */
    String title() {
        return title;
    }

    /** Returns a value as text, in the unit that the title says. */
    String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value * scale);
    }
}
