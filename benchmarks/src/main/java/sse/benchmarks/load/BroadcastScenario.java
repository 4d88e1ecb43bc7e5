package sse.benchmarks.load;

import java.time.Duration;
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
        Map<Metric, Double> values = DeliveryWindow.measure(rig, options.duration(), watch, progress);
        long outstanding = rig.stop();
        if (memory) {
            watch.addTo(values);
            values.put(Metric.HEAP_FIRST, heapBefore);
            values.put(Metric.HEAP_LAST, (double) rig.liveHeapBytes());
            values.put(Metric.STREAMS_LEFT, (double) rig.streams());
        }
        DeliveryWindow.check(rig, outstanding, values);
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
}
