package sse.nio.internal.loop;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import sse.api.Ticker;
import sse.api.spi.LaneLoop;

/**
 * One thread that serves its channels and runs the tasks given to it, in turn.
 *
 * <pre>
 *   pass:  select ──► each ready channel, one bounded step ──► at most 64 tasks ──► tasks for its end ──► next pass
 *            ▲                                                                          │
 *            ├─ sleeps only if no task is queued; woken at most once per sleep          │ answers are on their way,
 *            └─ does not sleep, but yields ◄── they wait ───────────────────────────────┘ and for a bounded time
 *
 *   NEW ──start──► RUNNING ──stop──► STOPPING: aborts every channel, runs the queued tasks ──► ended
 *    └──stop─────────▲
 * </pre>
 *
 * <p>So neither tasks nor the accepting of connections nor a peer that sends without end delays other channels for
 * long.
 *
 * <p>Writing events is the end of a pass: the requests that a pass reads, and the answers that let further requests
 * through, come first, and what they publish leaves in one write ({@link PassEnd}).
 */
public final class EventLoop implements LaneLoop {
    private static final int TASKS_PER_PASS = 64;

    // Immutable after construction.
    private final Selector selector;
    private final Thread thread;
    private final Timeouts timeouts;
    private final TaskQueue tasks = new TaskQueue();
    private final Consumer<SelectionKey> step = this::step;

    // Confined to the loop.
    private final PassEnd passEnd;
    private boolean stopping;

    /**
     * Creates a loop that does not run yet.
     *
     * @param name the name of its thread
     * @param ticker the time of its timeouts
     * @param shortestTimeout the shortest timeout that its channels set often
     * @throws IOException if the selector cannot be opened
     */
    public EventLoop(String name, Ticker ticker, Duration shortestTimeout) throws IOException {
        selector = Selector.open();
        // The loop may outlive the thread that starts it: no thread local of that one is inherited.
        thread = new Thread(null, this::run, name, 0, false);
        thread.setDaemon(false);
        passEnd = new PassEnd(ticker);
        timeouts = new Timeouts(this, ticker, shortestTimeout);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Runs a task on the loop, after the tasks added before. Drops it if the loop has ended. Called by any thread. */
    @Override
    public void execute(Runnable task) {
        // On the loop itself no wake-up is needed, although the queue counts as parked while select calls the steps.
        if (tasks.add(Objects.requireNonNull(task, "task")) && !isCurrent()) {
            selector.wakeup();
        }
    }

    @Override
    public void atEndOfPass(Runnable task) {
        passEnd.add(Objects.requireNonNull(task, "task"));
    }

    /**
     * Notes that user code has a request, whose answer will give the loop work. Called on the loop.
     *
     * @return what {@link #onAnswer} takes
     */
    public int expectAnswer() {
        return passEnd.expectAnswer();
    }

    /** Notes that a request is answered. Called on the loop, once for each {@link #expectAnswer}. */
    public void onAnswer(int expected) {
        passEnd.onAnswer(expected);
    }

    /** Returns true if the caller is the loop. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Aborts every channel and ends the loop, which need not have been started. Called by any other thread. */
    public void stop() {
        execute(() -> stopping = true);
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Waits until the loop has ended. Called by any other thread. */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** Returns true if the loop is ending and takes no more channels. Called on the loop. */
    public boolean isStopping() {
        return stopping;
    }

    /**
     * Registers a non-blocking channel. The caller attaches a {@link Selectable} to the key before it returns to the
     * loop. Called on the loop, or before the loop runs.
     *
     * @param ops the interest set of {@link SelectionKey}
     */
    public SelectionKey register(SelectableChannel channel, int ops) throws IOException {
        return channel.register(selector, ops);
    }

    /** Drains every channel. Returns when the system has released those that closed. Called on the loop. */
    public void drain() {
        for (SelectionKey key : selector.keys()) {
            ((Selectable) key.attachment()).onDrain();
        }
        // The system releases a closed socket, listeners included, only when the selector has removed its key.
        try {
            selector.selectNow(step);
        } catch (IOException failure) {
            FailSafeLog.log(Level.ERROR, "releasing closed sockets failed", failure);
        }
    }

    /** Returns the timeouts of the loop's channels. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** Closes a channel; a failure is logged at level {@code DEBUG}. */
    public static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            FailSafeLog.log(Level.DEBUG, "closing a socket failed", failure);
        }
    }

    private void run() {
        while (!stopping) {
            try {
                pass();
            } catch (IOException | RuntimeException | Error failure) {
                FailSafeLog.log(Level.ERROR, "event loop pass failed; event loop continues", failure);
            }
        }
        end();
    }

    /** Runs one pass. On the loop. */
    @SuppressWarnings("ThreadPriorityCheck") // Correctness does not depend on it; without it there are more writes.
    void pass() throws IOException {
        // On a busy core the wake-up preempts the publishing thread, and its next event would need another write; and
        // user code that a task at the end of the pass waits for needs the core.
        boolean yields = passEnd.isWaiting();
        if (!yields && tasks.park()) {
            selector.select(step);
            yields = tasks.unpark();
        } else {
            selector.selectNow(step);
        }
        if (yields) {
            Thread.yield();
        }
        // An interrupt does not stop a loop, and would keep select from sleeping.
        Thread.interrupted();
        passEnd.onPassEnded(runTasks(TASKS_PER_PASS));
    }

    private void step(SelectionKey key) {
        Selectable selectable = (Selectable) key.attachment();
        try {
            selectable.onReady();
        } catch (CancelledKeyException closed) {
            FailSafeLog.log(Level.DEBUG, "channel was closed while it was served", closed);
            selectable.abort();
        } catch (Exception | Error failure) {
            FailSafeLog.log(Level.ERROR, "bug: channel failed and is closed", failure);
            selectable.abort();
        }
    }

    /** Returns true if tasks may be left. */
    private boolean runTasks(int limit) {
        for (int i = 0; i < limit; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return false;
            }
            try {
                task.run();
            } catch (Exception | Error failure) {
                FailSafeLog.log(Level.ERROR, "bug: event loop task failed", failure);
            }
        }
        return true;
    }

    private void end() {
        timeouts.cancel();
        passEnd.runAll();
        for (SelectionKey key : selector.keys()) {
            ((Selectable) key.attachment()).abort();
        }
        do {
            runTasks(Integer.MAX_VALUE);
            passEnd.runAll();
        } while (!tasks.close());
        try {
            selector.close();
        } catch (IOException failure) {
            FailSafeLog.log(Level.ERROR, "closing a selector failed", failure);
        }
    }
}
