package sse.benchmarks.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Broadcasts to all subscribers, after a flood that warms the server up, and measures a window of it.
 *
 * @param streams how many subscribers
 * @param stalledStreams how many of them never read
 * @param flood whether to publish as fast as the subscribers follow
 * @param options everything else
 */
record BroadcastScenario(int streams, int stalledStreams, boolean flood, LoadOptions options) implements Scenario {
    private static final Duration SETTLE = Duration.ofSeconds(1);

    @Override
    public Map<Metric, Double> run(LoadRig rig) throws LoadException, InterruptedException {
        rig.open(streams - stalledStreams, options.payloadBytes());
        if (stalledStreams > 0) {
            rig.stall(stalledStreams);
        }
        rig.flood(options.inFlight(), options.payloadBytes());
        Thread.sleep(options.warmUp().toMillis());
        if (!flood) {
            rig.stop();
            rig.rate(options.rate(), options.payloadBytes());
            Thread.sleep(SETTLE.toMillis());
        }
        Map<Metric, Double> values = measure(rig);
        long outstanding = rig.stop();
        Reply end = rig.report();
        if (end.number("ended") > 0) {
            throw new LoadException(end.number("ended") + " streams ended: " + end.text("failure"));
        }
        values.put(Metric.WRONG, (double)
                (outstanding + end.number("missing") + end.number("duplicated") + end.number("reordered")));
        return values;
    }

    private Map<Metric, Double> measure(LoadRig rig) throws LoadException, InterruptedException {
        ProcessUsage usage = rig.serverUsage();
        double cpuBefore = usage.cpuSeconds();
        rig.begin();
        Thread.sleep(options.duration().toMillis());
        Reply report = rig.report();
        double cpuSeconds = usage.cpuSeconds() - cpuBefore;

        double seconds = report.number("nanos") / 1e9;
        double deliveries = report.number("deliveries");
        if (deliveries == 0) {
            throw new LoadException("nothing was delivered: " + report.text("failure"));
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.DELIVERIES_PER_SECOND, deliveries / seconds);
        values.put(Metric.CPU_PER_MILLION, cpuSeconds / deliveries * 1e6);
        values.put(Metric.SERVER_CPU, cpuSeconds / seconds);
        values.put(Metric.P50, report.number("p50") / 1e6);
        values.put(Metric.P99, report.number("p99") / 1e6);
        values.put(Metric.P999, report.number("p999") / 1e6);
        return values;
    }
}
