package sse.api.internal.topic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import sse.api.SnapshotSource;

/** One call of a snapshot's source, and the streams that wait for it. Thread-safe. */
final class SnapshotCall implements Runnable {
    // Immutable after construction.
    private final SnapshotSource source;
    private final Consumer<SnapshotCall> onEnd;

    // Guarded by this.
    private Set<Listener> listeners = new LinkedHashSet<>();
    private boolean ended;

    /** Receives the result, on any thread. */
    interface Listener {
        void onTaken(TakenSnapshot taken);

        void onFailed(Throwable failure);
    }

    /**
     * Creates a call that has not begun.
     *
     * @param onEnd called when no other listener can join
     */
    SnapshotCall(SnapshotSource source, Consumer<SnapshotCall> onEnd) {
        this.source = source;
        this.onEnd = onEnd;
    }

    /** Adds a listener, or returns false if the call has ended. */
    synchronized boolean join(Listener listener) {
        return !ended && listeners.add(listener);
    }

    /** Removes a listener. */
    synchronized void leave(Listener listener) {
        listeners.remove(listener);
    }

    /** On the executor. */
    @Override
    public void run() {
        TakenSnapshot taken;
        try {
            taken = TakenSnapshot.of(Objects.requireNonNull(source.take(), "snapshot must not be null"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            fail(interrupted);
            return;
        } catch (Exception | Error failure) {
            fail(failure);
            return;
        }
        end().forEach(listener -> listener.onTaken(taken));
    }

    /** Ends the call without a snapshot. */
    void fail(Throwable failure) {
        end().forEach(listener -> listener.onFailed(failure));
    }

    private List<Listener> end() {
        List<Listener> waiting;
        synchronized (this) {
            ended = true;
            waiting = List.copyOf(listeners);
            listeners = new LinkedHashSet<>();
        }
        onEnd.accept(this);
        return waiting;
    }
}
