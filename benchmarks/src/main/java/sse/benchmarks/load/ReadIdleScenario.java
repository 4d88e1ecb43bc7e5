package sse.benchmarks.load;

import java.util.EnumMap;
import java.util.Map;

/**
 * Memory that a client takes for streams on which nothing happens: the difference between having half of the streams
 * and having all, so that nothing counts that is made or loaded once.
 *
 * @param options how many streams
 */
record ReadIdleScenario(LoadOptions options) implements Scenario {
    @Override
    public Outcome run(LoadRig.Setup setup, String row, Progress progress) throws LoadException, InterruptedException {
        int half = Math.max(1, options.idleStreams() / 2);
        try (ReadRig rig = ReadRig.start(setup, row, options)) {
            progress.show("opening " + 2 * half + " streams");
            rig.open(half);
            double heapBefore = rig.liveHeapBytes();
            double residentBefore = rig.readerUsage().residentBytes();
            rig.open(half);
            double heap = rig.liveHeapBytes() - heapBefore;
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            values.put(Metric.HEAP_PER_STREAM, heap / half);
            values.put(Metric.RESIDENT_PER_STREAM, (rig.readerUsage().residentBytes() - residentBefore) / half);
            values.put(Metric.THREADS, rig.readerUsage().threads());
            return Outcome.of(values);
        }
    }
}
