package sse.benchmarks.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Opens streams as fast as it goes, several times over: the first times warm the server up, and the last ones count
 * together.
 *
 * @param streams how many each time
 * @param payloadBytes what the subscribers would expect
 */
record AcceptScenario(int streams, int payloadBytes) implements RigScenario {
    private static final int WARM_UPS = 40;
    private static final int COUNTED = 4;
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(2);

    @Override
    public Outcome run(LoadRig rig, Progress progress) throws LoadException, InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            rig.open(streams, payloadBytes);
            close(rig);
        }
        double seconds = 0;
        double cpuSeconds = 0;
        double compilerSeconds = 0;
        double clientSeconds = 0;
        for (int i = 0; i < COUNTED; i++) {
            double cpuBefore = rig.serverUsage().cpuSeconds();
            double compilerBefore = rig.serverUsage().compilerSeconds();
            double clientBefore = rig.clientUsage().cpuSeconds();
            seconds += rig.open(streams, payloadBytes).toNanos() / 1e9;
            cpuSeconds += rig.serverUsage().cpuSeconds() - cpuBefore;
            compilerSeconds += rig.serverUsage().compilerSeconds() - compilerBefore;
            clientSeconds += rig.clientUsage().cpuSeconds() - clientBefore;
            close(rig);
        }
        int opened = COUNTED * streams;
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.CONNECTIONS_PER_SECOND, opened / seconds);
        values.put(Metric.CPU_PER_CONNECTION, cpuSeconds / opened);
        values.put(Metric.COMPILERS_PER_CONNECTION, compilerSeconds / opened);
        values.put(Metric.CLIENT_CPU_PER_CONNECTION, clientSeconds / opened);
        return Outcome.of(values);
    }

    private void close(LoadRig rig) throws LoadException, InterruptedException {
        rig.closeStreams();
        rig.awaitNoStreams(UNTIL_CLOSED, payloadBytes);
    }
}
