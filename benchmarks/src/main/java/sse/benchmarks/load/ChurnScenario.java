package sse.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Publishes at a fixed rate to clients that come, leave in every way there is, stall until they are hung up on, and
 * come back with their last event id. In the end all come back and get the rest; then all leave. Fails if anything was
 * lost, came twice or out of order, if a client was hung up on that reads, if a stream is left, or if the server's
 * memory, threads or descriptors grow.
 */
record ChurnScenario(LoadOptions options) implements RigScenario {
    /** Some notice only when they write, and by then that is a heartbeat. */
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(90);

    @Override
    public Outcome run(LoadRig rig, Progress progress) throws LoadException, InterruptedException {
        rig.rate(options.rate(), options.payloadBytes());
        ChurnTimeline timeline = new ChurnTimeline(rig, progress);
        timeline.take("before");
        double serverBefore = rig.serverUsage().cpuSeconds();
        double clientBefore = rig.clientUsage().cpuSeconds();
        long beganNanos = System.nanoTime();
        rig.visit(options.streams(), options.payloadBytes(), options.seed());
        timeline.watch(options.duration());
        double seconds = (System.nanoTime() - beganNanos) / (double) TimeUnit.SECONDS.toNanos(1);

        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.DELIVERIES_PER_SECOND, rig.visits().number("deliveries") / seconds);
        values.put(Metric.SERVER_CPU, (rig.serverUsage().cpuSeconds() - serverBefore) / seconds);
        values.put(Metric.CLIENT_CPU, (rig.clientUsage().cpuSeconds() - clientBefore) / seconds);
        progress.show("all come back");
        values.put(Metric.OUTSTANDING, (double) rig.settle());
        timeline.take("all back");
        Reply visits = rig.visits();
        rig.leave();
        progress.show("all leave");
        rig.awaitNoStreams(UNTIL_CLOSED, options.payloadBytes());
        timeline.take("all gone");
        Reply counters = rig.counters();
        addCounts(values, visits, counters);
        List<String> faults = new ArrayList<>(ChurnVerdict.of(values, visits, counters));
        faults.addAll(Growth.of(timeline.watched()));
        return new Outcome(values, timeline.samples(), String.join("; ", faults));
    }

    private static void addCounts(Map<Metric, Double> values, Reply visits, Reply counters) throws LoadException {
        values.put(Metric.VISITS, (double) visits.number("visits"));
        values.put(Metric.RESUMED, (double) visits.number("resumed"));
        values.put(Metric.CUT_OFF, (double) visits.number("cut"));
        values.put(Metric.TIMED_OUT, (double) counters.number("TIMED_OUT"));
        values.put(Metric.STREAMS_LEFT, (double) counters.number("open"));
        values.put(Metric.WRONG, ChurnTimeline.wrong(visits));
        values.put(Metric.ENDED, (double) visits.number("ended"));
    }
}
