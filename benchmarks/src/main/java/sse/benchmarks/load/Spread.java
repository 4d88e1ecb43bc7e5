package sse.benchmarks.load;

import java.util.Collection;
import java.util.List;

/** What several rounds gave: the median, and between what it lies. Immutable. */
record Spread(double median, double least, double most) {
    /** Sums up some values, at least one. */
    static Spread of(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("values must be at least one: none");
        }
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }
}
