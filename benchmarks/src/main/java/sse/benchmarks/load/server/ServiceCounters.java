package sse.benchmarks.load.server;

import java.util.Map;
import java.util.TreeMap;
import sse.api.LaneStatistics;
import sse.api.ServerStatistics;

/** What this library counts, by names. */
final class ServiceCounters {
    private ServiceCounters() {}

    /** Returns streams that are open and were opened, those that ended, by reason, and how often lanes have run. */
    static Map<String, Long> of(ServerStatistics statistics) {
        Map<String, Long> counters = new TreeMap<>();
        counters.put("open", (long) statistics.openStreams());
        counters.put("opened", statistics.openedStreams());
        counters.put(
                "runs",
                statistics.lanes().stream().mapToLong(LaneStatistics::runs).sum());
        statistics.closedStreams().forEach((reason, count) -> counters.put(reason.name(), count));
        return counters;
    }
}
