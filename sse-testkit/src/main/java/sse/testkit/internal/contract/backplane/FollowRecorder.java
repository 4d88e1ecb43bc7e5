package sse.testkit.internal.contract.backplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.testkit.internal.contract.log.LogTest;
import sse.testkit.internal.contract.support.Eventually;

/** Records the calls of a listener as text. Thread-safe. */
final class FollowRecorder implements Backplane.Listener {
    // Immutable after construction.
    private final Duration deadline;

    // Written by the threads that call it.
    private final AtomicInteger running = new AtomicInteger();

    // Guarded by this.
    private final List<String> calls = new ArrayList<>();
    private final List<EntryId> ids = new ArrayList<>();

    /**
     * Creates a recorder.
     *
     * @param deadline how long it waits for calls
     */
    FollowRecorder(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public void onEntries(List<LogEntry> entries) {
        record(LogTest.data(entries));
        synchronized (this) {
            ids.addAll(LogTest.ids(entries));
        }
    }

    @Override
    public void onGap(Gap gap) {
        record(List.of("gap " + (gap.lost().isPresent() ? gap.lost().getAsLong() : "?")));
    }

    @Override
    public void onReset(EntryId origin) {
        record(List.of("reset"));
    }

    @Override
    public void onUp() {
        record(List.of("up"));
    }

    @Override
    public void onDown(Throwable cause) {
        record(List.of("down"));
    }

    private void record(List<String> words) {
        boolean isAlone = running.incrementAndGet() == 1;
        synchronized (this) {
            calls.addAll(words);
            if (!isAlone) {
                calls.add("another call at the same time");
            }
        }
        running.decrementAndGet();
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Returns true if the broker can be read, by the last of the calls about that. */
    synchronized boolean isUp() {
        return calls.lastIndexOf("up") > calls.lastIndexOf("down");
    }

    synchronized List<EntryId> ids() {
        return List.copyOf(ids);
    }

    /** Waits until a call is recorded. */
    void await(String word) {
        assertTrue(
                Eventually.holdsWithin(deadline, () -> calls().contains(word)),
                () -> word + " must be recorded within " + deadline + ": " + this);
    }

    /** Waits for calls besides up and down, and asserts that there are no others. */
    void assertReceives(String... words) {
        List<String> expected = Arrays.asList(words);
        Eventually.holdsWithin(deadline, () -> received().size() >= expected.size());
        assertEquals(expected, received());
    }

    private List<String> received() {
        return calls().stream()
                .filter(call -> !call.equals("up") && !call.equals("down"))
                .toList();
    }

    @Override
    public String toString() {
        return calls().toString();
    }
}
