package sse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;

/** Records what a listener receives, as text. Thread-safe. */
final class Recorder implements Backplane.Listener {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void onEntries(List<LogEntry> entries) {
        entries.forEach(entry -> add(entry.frame().event().data().orElse("")));
    }

    @Override
    public void onGap(Gap gap) {
        add("gap " + gap.lost().orElse(-1) + " " + gap.reason());
    }

    @Override
    public void onReset(EntryId origin) {
        add("reset");
    }

    @Override
    public void onUp() {
        add("up");
    }

    @Override
    public void onDown(Throwable cause) {
        add("down");
    }

    private synchronized void add(String call) {
        calls.add(call);
        notifyAll();
    }

    private synchronized List<String> calls(boolean withState) {
        return calls.stream()
                .filter(call -> withState || !(call.equals("up") || call.equals("down")))
                .toList();
    }

    /** Waits for what is received, besides up and down, and asserts it. */
    void assertReceives(String... expected) {
        await(() -> calls(false).size() >= expected.length);
        assertThat(calls(false)).containsExactly(expected);
    }

    /** Waits for a call. */
    void await(String call) {
        await(() -> calls(true).contains(call));
        assertThat(calls(true)).contains(call);
    }

    private synchronized void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try {
            for (long left = 1; left > 0 && !condition.getAsBoolean(); ) {
                left = (deadline - System.nanoTime()) / 1_000_000;
                wait(Math.max(1, left));
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
