package sse.benchmarks.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Broadcasts to all subscribers, after a flood that warms the server up, and measures a window of it.
 *
 * @param kind a flood; a fixed rate; or that and what becomes of the server's memory
 * @param stalledStreams how many of the subscribers never read
 * @param options everything else
 */
record BroadcastScenario(Kind kind, int stalledStreams, LoadOptions options) implements RigScenario {
    private static final Duration SETTLE = Duration.ofSeconds(1);

    @Override
    public Outcome run(LoadRig rig, Progress progress) throws LoadException, InterruptedException {
        progress.show("opening " + options.streams() + " streams");
        rig.open(options.streams() - stalledStreams, options.payloadBytes());
        if (stalledStreams > 0) {
            rig.stall(stalledStreams);
        }
        rig.awaitStreams(options.streams());
        progress.show("warming up");
        warmUp(rig);
        boolean memory = kind == Kind.STALLED || kind == Kind.SOAK;
        double heapBefore = memory ? rig.liveHeapBytes() : 0;
        publish(rig);
        MemoryWatch watch = new MemoryWatch(rig.serverUsage());
        Map<Metric, Double> values = measure(rig, watch, progress);
        long outstanding = rig.stop();
        if (memory) {
            watch.addTo(values);
            values.put(Metric.HEAP_FIRST, heapBefore);
            values.put(Metric.HEAP_LAST, (double) rig.liveHeapBytes());
            values.put(Metric.STREAMS_LEFT, (double) rig.streams());
        }
        Reply end = rig.report();
        if (end.number("ended") > 0) {
            throw new LoadException(end.number("ended") + " streams ended: " + end.text("failure"));
        }
        values.put(Metric.OUTSTANDING, (double) outstanding);
        values.put(Metric.WRONG, (double) (end.number("missing") + end.number("duplicated") + end.number("reordered")));
        return Outcome.of(values);
    }

    /** What is published here must have come as well. In memory there are no acks, and so no flood. */
    private void warmUp(LoadRig rig) throws LoadException, InterruptedException {
        if (kind == Kind.SOAK) {
            rig.rate(options.rate(), options.payloadBytes());
        } else {
            rig.flood(options.inFlight(), options.payloadBytes());
        }
        Thread.sleep(options.warmUp().toMillis());
        rig.stop();
    }

    private void publish(LoadRig rig) throws LoadException, InterruptedException {
        if (kind == Kind.FLOOD) {
            rig.flood(options.inFlight(), options.payloadBytes());
        } else {
            rig.rate(options.rate(), options.payloadBytes());
        }
        Thread.sleep(SETTLE.toMillis());
    }

    private Map<Metric, Double> measure(LoadRig rig, MemoryWatch watch, Progress progress)
            throws LoadException, InterruptedException {
        ProcessUsage usage = rig.serverUsage();
        rig.begin();
        double clientBefore = rig.clientUsage().cpuSeconds();
        double cpuBefore = usage.cpuSeconds();
        watch.watch(options.duration().toMillis(), progress);
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
        values.put(Metric.SERVER_CPU, cpuSeconds / seconds);
        values.put(Metric.CLIENT_CPU, clientSeconds / seconds);
        values.put(Metric.P50, report.number("p50") / 1e6);
        values.put(Metric.P99, report.number("p99") / 1e6);
        values.put(Metric.P999, report.number("p999") / 1e6);
        return values;
    }
}
