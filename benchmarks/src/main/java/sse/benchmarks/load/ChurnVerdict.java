package sse.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks what clients and server have counted in a churn run. */
final class ChurnVerdict {
    /** Must all be zero. */
    private static final List<Metric> FAULTS =
            List.of(Metric.OUTSTANDING, Metric.WRONG, Metric.ENDED, Metric.STREAMS_LEFT);

    private ChurnVerdict() {}

    /**
     * Judges.
     *
     * @param values what was measured
     * @param visits what the visitors have counted
     * @param counters what the server has counted
     * @return what is wrong, a text each
     */
    static List<String> of(Map<Metric, Double> values, Reply visits, Reply counters) throws LoadException {
        List<String> wrong = new ArrayList<>();
        for (Metric metric : FAULTS) {
            double value = values.getOrDefault(metric, Double.NaN);
            if (value != 0) {
                wrong.add(metric.title() + ": " + metric.format(value));
            }
        }
        // The history is longer than any stall, and no user code can fail.
        for (String reason : List.of("OVERFLOW", "FAILED")) {
            if (counters.number(reason) > 0) {
                wrong.add("streams that ended with " + reason + ": " + counters.number(reason));
            }
        }
        if (!visits.text("failure").isEmpty()) {
            wrong.add("first: " + visits.text("failure"));
        }
        return wrong;
    }
}
