package sse.benchmarks.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Stops a server with open streams, on which nothing is published: how long it takes until its process has ended, and
 * how the streams end.
 *
 * @param options how many streams
 */
record StopScenario(LoadOptions options) implements RigScenario {
    /** More than any server waits for open streams by default. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    @Override
    public Outcome run(LoadRig rig, Progress progress) throws LoadException, InterruptedException {
        progress.show("opening " + options.streams() + " streams");
        rig.openUntilEnd(options.streams());
        rig.awaitStreams(options.streams());
        progress.show("stopping");
        Duration untilExit = rig.stopServer(LONGEST);
        Reply ends = rig.ends();
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.STOP, untilExit.toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
        values.put(Metric.FINISHED, (double) ends.number("finished"));
        values.put(Metric.CUT, (double) ends.number("cut"));
        values.put(Metric.CLOSING, (double) ends.number("closing"));
        values.put(Metric.RECONNECTIONS, (double) ends.number("delays"));
        values.put(Metric.LEFT_OPEN, (double) ends.number("open"));
        return Outcome.of(values);
    }
}
