package sse.benchmarks.load;

import java.time.Duration;
import java.util.Map;

/**
 * Broadcasts events that are posted by the subscribers' process, after a flood of posts that warms the server up, and
 * measures a window of it.
 *
 * @param connections how many connections post, each without waiting for responses
 * @param perSecond events per second, or zero for as many as the slowest subscriber follows
 * @param options everything else
 */
record PostScenario(int connections, double perSecond, LoadOptions options) implements RigScenario {
    private static final String RUNS = "runs";
    private static final Duration SETTLE = Duration.ofSeconds(1);

    @Override
    public Outcome run(LoadRig rig, Progress progress) throws LoadException, InterruptedException {
        progress.show("opening " + options.streams() + " streams");
        rig.open(options.streams(), options.payloadBytes());
        rig.awaitStreams(options.streams());
        rig.openPosters(connections, options.payloadBytes());
        progress.show("warming up");
        rig.floodPosts(options.inFlight());
        Thread.sleep(options.warmUp().toMillis());
        rig.stopPosts();
        if (perSecond > 0) {
            rig.ratePosts(perSecond);
        } else {
            rig.floodPosts(options.inFlight());
        }
        Thread.sleep(SETTLE.toMillis());
        long beganNanos = System.nanoTime();
        Reply before = rig.counters();
        Map<Metric, Double> values =
                DeliveryWindow.measure(rig, options.duration(), new MemoryWatch(rig.serverUsage()), progress);
        if (!before.text(RUNS).isEmpty()) {
            double runs = rig.counters().number(RUNS) - before.number(RUNS);
            double events = values.getOrDefault(Metric.DELIVERIES_PER_SECOND, 0.0) / options.streams();
            values.put(Metric.EVENTS_PER_RUN, events * (System.nanoTime() - beganNanos) / 1e9 / runs);
        }
        DeliveryWindow.check(rig, rig.stopPosts(), values);
        return Outcome.of(values);
    }
}
