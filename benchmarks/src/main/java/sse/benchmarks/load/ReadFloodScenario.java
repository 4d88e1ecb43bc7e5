package sse.benchmarks.load;

import java.util.EnumMap;
import java.util.Map;

/**
 * Events over one connection as fast as the client reads them.
 *
 * @param options how many bytes, and how long
 */
record ReadFloodScenario(LoadOptions options) implements Scenario {
    /** What a text of Latin letters takes beside its bytes: an object of 24 bytes, an array's head of 16. */
    private static final int TEXT_OVERHEAD = 24 + 16;

    private static final int ALIGNMENT = 8;

    @Override
    public Outcome run(LoadRig.Setup setup, String row, Progress progress) throws LoadException, InterruptedException {
        try (ReadRig rig = ReadRig.start(setup, row, options)) {
            rig.flood();
            progress.show("warming up");
            Thread.sleep(options.warmUp().toMillis());
            double cpuBefore = rig.readerUsage().cpuSeconds();
            Reply before = rig.window();
            Thread.sleep(options.duration().toMillis());
            double cpuSeconds = rig.readerUsage().cpuSeconds() - cpuBefore;
            Reply after = rig.window();
            double seconds = (after.number("nanos") - before.number("nanos")) / 1e9;
            double events = after.number("events") - before.number("events");
            if (events == 0) {
                throw new LoadException("no event was read");
            }
            double allocated = after.number("allocated") - before.number("allocated");
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            values.put(Metric.EVENTS_PER_SECOND, events / seconds);
            values.put(Metric.CPU_PER_EVENT, cpuSeconds / events);
            values.put(Metric.READER_CPU, cpuSeconds / seconds);
            values.put(Metric.ALLOCATED_PER_EVENT, allocated / events - textBytes(options.payloadBytes()));
            values.put(Metric.WRONG, (double) after.number("wrong"));
            return Outcome.of(values);
        }
    }

    /** Returns what the data of an event takes on the heap. */
    private static long textBytes(int length) {
        return (TEXT_OVERHEAD + length + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
    }
}
