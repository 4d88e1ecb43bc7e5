package sse.benchmarks.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Clients that lose their server and come back.
 *
 * @param options how many streams
 * @param down how long the server does not listen
 */
record ReadRestartScenario(LoadOptions options, Duration down) implements Scenario {
    @Override
    public Outcome run(LoadRig.Setup setup, String row, Progress progress) throws LoadException, InterruptedException {
        try (ReadRig rig = ReadRig.start(setup, row, options)) {
            progress.show("opening " + options.streams() + " streams");
            rig.open(options.streams());
            Reply times = rig.restart(down.toMillis());
            Reply accepted = rig.accepted();
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            values.put(Metric.RETURN_P50, times.number("p50") / 1e6);
            values.put(Metric.RETURN_P99, times.number("p99") / 1e6);
            values.put(Metric.ACCEPT_PEAK, (double) accepted.number("peak"));
            values.put(Metric.ACCEPTED, (double) accepted.number("accepted"));
            return Outcome.of(values);
        }
    }
}
