package sse.benchmarks.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Opens streams as fast as it goes, several times over: the first times warm the server up, and the last three count together.
 *
 * @param streams how many each time
 * @param payloadBytes what the subscribers would expect
 */
record AcceptScenario(int streams, int payloadBytes) implements Scenario {
    private static final List<Boolean> COUNTED = List.of(false, false, false, true, true, true);
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(2);

    @Override
    public Map<Metric, Double> run(LoadRig rig, Progress progress) throws LoadException, InterruptedException {
        ProcessUsage usage = rig.serverUsage();
        double seconds = 0;
        double cpuSeconds = 0;
        int opened = 0;
        for (boolean counted : COUNTED) {
            double cpuBefore = usage.cpuSeconds();
            Duration took = rig.open(streams, payloadBytes);
            if (counted) {
                opened += streams;
                seconds += took.toNanos() / 1e9;
                cpuSeconds += usage.cpuSeconds() - cpuBefore;
            }
            rig.closeStreams();
            rig.awaitNoStreams(UNTIL_CLOSED);
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.CONNECTIONS_PER_SECOND, opened / seconds);
        values.put(Metric.CPU_PER_CONNECTION, cpuSeconds / opened);
        return values;
    }
}
