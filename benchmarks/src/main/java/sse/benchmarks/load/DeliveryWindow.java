package sse.benchmarks.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Measures deliveries for a while, and checks in the end that all have come. */
final class DeliveryWindow {
    private DeliveryWindow() {}

    /**
     * Measures a window.
     *
     * @param rig the server and its subscribers; events are being published
     * @param duration how long
     * @param watch notes the server's memory
     */
    static Map<Metric, Double> measure(LoadRig rig, Duration duration, MemoryWatch watch, Progress progress)
            throws LoadException, InterruptedException {
        ProcessUsage usage = rig.serverUsage();
        rig.begin();
        double clientBefore = rig.clientUsage().cpuSeconds();
        double cpuBefore = usage.cpuSeconds();
        watch.watch(duration.toMillis(), progress);
        double cpuSeconds = usage.cpuSeconds() - cpuBefore;
        double clientSeconds = rig.clientUsage().cpuSeconds() - clientBefore;
        Reply report = rig.report();

        double seconds = report.number("nanos") / 1e9;
        double deliveries = report.number("deliveries");
        if (deliveries == 0) {
            throw new LoadException("nothing was delivered: " + report.text("failure"));
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.DELIVERIES_PER_SECOND, deliveries / seconds);
        values.put(Metric.CPU_PER_MILLION, cpuSeconds / deliveries * 1e6);
        values.put(Metric.BYTES_PER_DELIVERY, report.number("bytes") / deliveries);
        values.put(Metric.SERVER_CPU, cpuSeconds / seconds);
        values.put(Metric.CLIENT_CPU, clientSeconds / seconds);
        values.put(Metric.P50, report.number("p50") / 1e6);
        values.put(Metric.P99, report.number("p99") / 1e6);
        values.put(Metric.P999, report.number("p999") / 1e6);
        return values;
    }

    /**
     * Checks that streams are open, and notes what is wrong with what they have received.
     *
     * @param rig the server and its subscribers; nothing is published any more
     * @param outstanding how many deliveries have not come
     * @param values receives the result
     */
    static void check(LoadRig rig, long outstanding, Map<Metric, Double> values)
            throws LoadException, InterruptedException {
        Reply end = rig.report();
        if (end.number("ended") > 0) {
            throw new LoadException(end.number("ended") + " streams ended: " + end.text("failure"));
        }
        values.put(Metric.OUTSTANDING, (double) outstanding);
        values.put(Metric.WRONG, (double) (end.number("missing") + end.number("duplicated") + end.number("reordered")));
    }
}
