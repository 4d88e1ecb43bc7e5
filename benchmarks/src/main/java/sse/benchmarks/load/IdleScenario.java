package sse.benchmarks.load;

import java.util.EnumMap;
import java.util.Map;

/**
 * Memory of streams on which nothing happens: of the heap after collecting, and of the process. It is the difference
 * between having half of the streams and having all, so that nothing counts that is made or loaded once.
 *
 * @param options how many streams
 */
record IdleScenario(LoadOptions options) implements RigScenario {
    @Override
    public Outcome run(LoadRig rig, Progress progress) throws LoadException, InterruptedException {
        ProcessUsage usage = rig.serverUsage();
        int half = Math.max(1, options.idleStreams() / 2);
        open(rig, progress, half, half);
        long heapBefore = rig.liveHeapBytes();
        double residentBefore = usage.residentBytes();
        open(rig, progress, half, 2 * half);
        double heap = rig.liveHeapBytes() - heapBefore;

        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        if (heapBefore > 0) {
            values.put(Metric.HEAP_PER_STREAM, heap / half);
        }
        values.put(Metric.RESIDENT_PER_STREAM, (usage.residentBytes() - residentBefore) / half);
        return Outcome.of(values);
    }

    private void open(LoadRig rig, Progress progress, int streams, int then)
            throws LoadException, InterruptedException {
        progress.show("opening " + streams + " streams");
        rig.open(streams, options.payloadBytes());
        rig.awaitStreams(then);
    }
}
