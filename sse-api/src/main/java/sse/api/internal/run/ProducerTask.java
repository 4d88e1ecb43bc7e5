package sse.api.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.RunOutput;
import sse.api.RunProducer;
import sse.api.RunState;
import sse.api.internal.executor.SafeRunner;
import sse.api.spi.http.Quote;

/**
 * The producer of a run, on a thread of the executor, and what it sends by. The thread is interrupted only while it
 * runs the producer, and does not stay interrupted afterwards: it may run tasks of others.
 */
final class ProducerTask implements RunOutput {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final Event FAILED = Event.of("failed", "the run failed");

    // Immutable after construction.
    private final RunCore run;
    private final RunProducer code;

    // Guarded by this.
    private @Nullable Thread thread;
    private boolean interrupted;
    private final List<Runnable> stopActions = new ArrayList<>(0);

    ProducerTask(RunCore run, RunProducer code) {
        this.run = run;
        this.code = code;
    }

    /** Submits the producer. */
    void start() {
        run.config().threads().producers().execute(this::produce);
    }

    private void produce() {
        if (!begin()) {
            return; // Stopped before it has begun.
        }
        Throwable failure = null;
        try {
            code.run(this);
        } catch (Exception | Error thrown) {
            failure = thrown;
        }
        boolean wasInterrupted = leave();
        if (failure instanceof InterruptedException && !wasInterrupted) {
            Thread.currentThread().interrupt(); // Not by this run: by the executor.
        }
        end(Optional.ofNullable(failure));
    }

    private synchronized boolean begin() {
        if (run.state() != RunState.RUNNING) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /** Returns true if this run has interrupted the thread, which is not interrupted any more. */
    private synchronized boolean leave() {
        thread = null;
        if (interrupted) {
            Thread.interrupted();
        }
        return interrupted;
    }

    private void end(Optional<Throwable> failure) {
        if (failure.isEmpty()) {
            run.complete();
        } else if (run.state() == RunState.STOPPED) {
            LOG.log(System.Logger.Level.DEBUG, what() + " threw after it was stopped", failure.get());
        } else {
            LOG.log(System.Logger.Level.ERROR, what() + " threw", failure.get());
            run.fail(lastEventOf(failure.get()));
        }
    }

    private Event lastEventOf(Throwable failure) {
        try {
            Event last = run.config().lastEvents().failed().apply(failure);
            return withoutId(Objects.requireNonNull(last, "failure event must not be null"));
        } catch (Exception | Error thrown) {
            LOG.log(System.Logger.Level.ERROR, "failure event of run " + Quote.of(run.key()) + " threw", thrown);
            return FAILED;
        }
    }

    private String what() {
        return "producer of run " + Quote.of(run.key());
    }

    /** Interrupts the producer, and runs what it has registered. The run has been stopped. */
    void stop() {
        List<Runnable> actions;
        synchronized (this) {
            actions = List.copyOf(stopActions);
            stopActions.clear();
            if (thread != null) {
                interrupted = true;
                thread.interrupt();
            }
        }
        actions.forEach(this::submit);
    }

    private void submit(Runnable action) {
        Runnable safe = () -> SafeRunner.run("onStop action of run " + Quote.of(run.key()) + " threw", action);
        try {
            run.config().threads().callbacks().execute(safe);
        } catch (Exception | Error rejected) {
            LOG.log(System.Logger.Level.ERROR, "onStop action of run " + Quote.of(run.key()) + " rejected", rejected);
        }
    }

    @Override
    public String key() {
        return run.key();
    }

    @Override
    public void send(Event event) {
        withoutId(Objects.requireNonNull(event, "event"));
        try {
            run.send(event);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("producer was interrupted: " + Quote.of(run.key()));
        }
    }

    /** Returns an event that has no id. */
    static Event withoutId(Event event) {
        if (event.id().isPresent()) {
            throw new IllegalArgumentException("event of a run must have no id, which the run gives: "
                    + Quote.of(event.id().get()));
        }
        return event;
    }

    @Override
    public boolean isStopped() {
        return run.state() == RunState.STOPPED;
    }

    @Override
    public void onStop(Runnable action) {
        Objects.requireNonNull(action, "action");
        synchronized (this) {
            if (!isStopped()) {
                stopActions.add(action);
                return;
            }
        }
        submit(action);
    }
}
