package sse.api.internal.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import sse.api.CloseReason;

/** Counts opened, closed and shed streams. Thread-safe. */
final class StreamCounts {
    // Written by any thread.
    private final LongAdder opened = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

    StreamCounts() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    void countOpened() {
        opened.increment();
    }

    void countShed() {
        shed.increment();
    }

    void countClosed(CloseReason reason) {
        Objects.requireNonNull(closed.get(reason)).increment();
    }

    long opened() {
        return opened.sum();
    }

    long shed() {
        return shed.sum();
    }

    Map<CloseReason, Long> closed() {
        Map<CloseReason, Long> counts = new EnumMap<>(CloseReason.class);
        closed.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
