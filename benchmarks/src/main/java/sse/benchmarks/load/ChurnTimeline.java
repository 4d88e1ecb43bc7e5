package sse.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a server holds while clients come and leave, taken each minute. For use by one thread. */
final class ChurnTimeline {
    private static final long SECOND_MILLIS = 1000;
    private static final long MINUTE_SECONDS = 60;

    private final LoadRig rig;
    private final Progress progress;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Sample> watched = new ArrayList<>();

    ChurnTimeline(LoadRig rig, Progress progress) {
        this.rig = rig;
        this.progress = progress;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Waits so long, and takes a sample each minute and at the end. */
    void watch(Duration duration) throws LoadException, InterruptedException {
        long beganNanos = System.nanoTime();
        long seconds = Math.max(1, duration.toSeconds());
        for (long second = 1; second <= seconds; second++) {
            long untilMillis = second * SECOND_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
            Thread.sleep(Math.max(0, untilMillis));
            if (second % MINUTE_SECONDS == 0 || second == seconds) {
                take(minutes(second));
                watched.add(samples.get(samples.size() - 1));
            }
            Reply visits = rig.visits();
            progress.show("%d s left; %d here, %d stalled; %,d delivered, %,d resumed, %,.0f wrong"
                    .formatted(
                            seconds - second,
                            visits.number("here"),
                            visits.number("stalled"),
                            visits.number("deliveries"),
                            visits.number("resumed"),
                            wrong(visits)));
        }
    }

    /** Returns the samples that were taken while clients came and left. */
    List<Sample> watched() {
        return List.copyOf(watched);
    }

    /** Takes a sample now. */
    void take(String when) throws LoadException, InterruptedException {
        ProcessUsage usage = rig.serverUsage();
        Reply visits = rig.visits();
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.LIVE_HEAP, (double) rig.liveHeapBytes());
        values.put(Metric.RESIDENT, usage.residentBytes());
        values.put(Metric.THREADS, usage.threads());
        values.put(Metric.DESCRIPTORS, usage.descriptors());
        values.put(Metric.OPEN_STREAMS, (double) rig.counters().number("open"));
        values.put(Metric.SUBSCRIBERS, (double) rig.streams());
        values.put(Metric.DELIVERED, (double) visits.number("deliveries"));
        values.put(Metric.VISITS, (double) visits.number("visits"));
        values.put(Metric.RESUMED, (double) visits.number("resumed"));
        values.put(Metric.CUT_OFF, (double) visits.number("cut"));
        values.put(Metric.WRONG, wrong(visits));
        samples.add(new Sample(when, values));
    }

    static double wrong(Reply visits) throws LoadException {
        return visits.number("missing") + visits.number("duplicated") + visits.number("reordered");
    }

    private static String minutes(long second) {
        return second % MINUTE_SECONDS == 0 ? second / MINUTE_SECONDS + " min" : second + " s";
    }
}
