package sse.redis;

import java.util.List;
import java.util.TreeSet;
import sse.api.spi.history.EntryId;

/** Compares what clients received with the log. */
final class LogComparison {
    private final TreeSet<EntryId> log;
    private final String hub;
    private long deliveries;
    private long missing;
    private long twice;
    private long gaps;
    private long wrongGaps;

    /**
     * What differs.
     *
     * @param deliveries how many events clients received
     * @param missing how many entries a client missed without a gap
     * @param twice how many it received again, or out of order
     * @param gaps how many gap events
     * @param wrongGaps how many of them had a wrong number
     */
    record Difference(long deliveries, long missing, long twice, long gaps, long wrongGaps) {}

    /**
     * Creates a comparison.
     *
     * @param log the log in the end
     * @param trimmed entries that it had before
     */
    LogComparison(List<EntryId> log, List<EntryId> trimmed) {
        this.log = new TreeSet<>(log);
        this.hub = this.log.first().log();
        trimmed.stream().filter(id -> id.log().equals(hub)).forEach(this.log::add);
    }

    /** Adds what a client received. */
    void add(List<HoppingClient.Received> received) {
        EntryId last = null;
        for (HoppingClient.Received next : received) {
            boolean isOfLog = next.id().log().equals(hub);
            if (next.gap().isPresent()) {
                gaps++;
                boolean hasNumber = isOfLog && last != null && next.lost() >= 0;
                wrongGaps += hasNumber && next.lost() != between(last, next.id()) + 1 ? 1 : 0;
            } else {
                deliveries++;
                if (isOfLog && last != null) {
                    boolean isLater = next.id().compareTo(last) > 0;
                    twice += isLater ? 0 : 1;
                    missing += isLater ? between(last, next.id()) : 0;
                }
            }
            last = isOfLog ? next.id() : null; // With the ids of a log that was deleted there is nothing to compare.
        }
    }

    private long between(EntryId from, EntryId to) {
        return from.compareTo(to) < 0 ? log.subSet(from, false, to, false).size() : 0;
    }

    Difference difference() {
        return new Difference(deliveries, missing, twice, gaps, wrongGaps);
    }
}
