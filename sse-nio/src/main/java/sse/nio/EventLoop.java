package sse.nio;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.TransportContext;

/**
 * One thread that serves its connections and runs its lane's tasks, turn by turn.
 *
 * <pre>
 *   pass:  select ──► each ready channel, one bounded step ──► at most 64 tasks ──► next pass
 *            ▲ sleeps only if no task waits; woken at most once per sleep
 * </pre>
 *
 * <p>So neither tasks nor accepting nor a peer that sends without end keeps the others from their turn. What a step
 * needs only while it runs (the buffers, a parser) belongs to the loop and is shared by its connections.
 */
final class EventLoop implements Executor {
    private static final int TASKS_PER_PASS = 64;
    private static final int BUFFER_BYTES = 64 * 1024;

    // Immutable after construction.
    private final Selector selector;
    private final Thread thread;
    private final HttpLimits limits;
    private final Timeouts timeouts;
    private final Lane lane;
    private final TaskQueue tasks = new TaskQueue();
    private final Consumer<SelectionKey> step = this::step;

    // Confined to the loop.
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ResponseWriter responses = new ResponseWriter(InstantSource.system());
    private @Nullable RequestParser spareParser;
    private boolean draining;
    private boolean stopped;

    /** Makes a loop that does not run yet. */
    EventLoop(String name, TransportContext context) throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(false);
        limits = context.limits();
        timeouts = new Timeouts(this, context.ticker(), limits);
        lane = context.newLane(this, ByteBuffer.allocateDirect(BUFFER_BYTES));
    }

    /** Begins to run. */
    void start() {
        thread.start();
    }

    /** Runs a task on the loop, after those handed over before. Called by any thread. */
    @Override
    public void execute(Runnable task) {
        // On the loop itself it is awake, although the queue does not know it while select calls the steps.
        if (tasks.add(Objects.requireNonNull(task, "task")) && !isCurrent()) {
            selector.wakeup();
        }
    }

    /** Says whether the caller is the loop. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Closes every connection and ends the loop, which need not have begun. Called by any other thread. */
    void stop() {
        execute(() -> stopped = true);
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Waits until the loop has ended. Called by any other thread. */
    void join() throws InterruptedException {
        thread.join();
    }

    /** Serves a connection from now on. Called on the loop. */
    void adopt(SocketChannel channel) {
        if (draining || stopped) {
            close(channel);
            return;
        }
        try {
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            HttpConnection connection = new HttpConnection(this, key);
            // First of all: the loop calls whatever its keys hold, and has them until the next select.
            key.attach(connection);
            connection.begin();
        } catch (IOException gone) {
            close(channel);
        } catch (Exception | Error failure) {
            close(channel);
            throw failure;
        }
    }

    /** Tells whoever listens when connections wait. Called before the loop runs, or on it. */
    SelectionKey register(SelectableChannel listener) throws IOException {
        return listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Closes each connection that waits for a request, and the others after their response. Called on the loop. */
    void drain() {
        draining = true;
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof HttpConnection connection) {
                connection.closeIfIdle();
            }
        }
        // The system lets a closed socket go, the listener too, only when the selector has seen that it is closed.
        try {
            selector.selectNow(step);
        } catch (IOException failure) {
            Log.log(Level.ERROR, "looking at closed sockets failed", failure);
        }
    }

    boolean isDraining() {
        return draining;
    }

    Lane lane() {
        return lane;
    }

    HttpLimits limits() {
        return limits;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    ResponseWriter responses() {
        return responses;
    }

    /** Returns the buffer to read into, cleared; whoever reads next overwrites it. */
    ByteBuffer input() {
        return input.clear();
    }

    /** Returns the buffer to compose in, cleared; whoever writes next overwrites it. */
    ByteBuffer output() {
        return output.clear();
    }

    /**
     * Lends a parser for a request that begins; it comes back by {@link #giveBack} unless the connection ends first.
     */
    RequestParser borrowParser() {
        RequestParser parser = spareParser;
        spareParser = null;
        return parser == null ? new RequestParser(limits) : parser;
    }

    void giveBack(RequestParser parser) {
        parser.reset();
        spareParser = parser;
    }

    /** Closes a channel of which nothing more is expected. */
    static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            Log.log(Level.DEBUG, "closing a socket failed", failure);
        }
    }

    private void run() {
        while (!stopped) {
            try {
                pass();
            } catch (IOException | RuntimeException | Error failure) {
                Log.log(Level.ERROR, "event loop failed and goes on", failure);
            }
        }
        end();
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it: without it there are only more writes.
    private void pass() throws IOException {
        if (tasks.park()) {
            selector.select(step);
            if (tasks.unpark()) {
                // On a busy core the wake-up takes the core from whoever published: what it publishes next then needs a
                // write of its own.
                Thread.yield();
            }
        } else {
            selector.selectNow(step);
        }
        // An interrupt is nobody's way to stop a loop, and would keep select from sleeping.
        Thread.interrupted();
        runTasks(TASKS_PER_PASS);
    }

    private void step(SelectionKey key) {
        Selectable selectable = (Selectable) key.attachment();
        try {
            selectable.ready();
        } catch (CancelledKeyException closed) {
            Log.log(Level.DEBUG, "a connection was closed while it was served", closed);
            selectable.close();
        } catch (Exception | Error failure) {
            Log.log(Level.ERROR, "bug: a connection failed and is closed", failure);
            selectable.close();
        }
    }

    private boolean runTasks(int most) {
        for (int i = 0; i < most; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return false;
            }
            try {
                task.run();
            } catch (Exception | Error failure) {
                Log.log(Level.ERROR, "bug: a task of the event loop failed", failure);
            }
        }
        return true;
    }

    private void end() {
        timeouts.cancel();
        for (SelectionKey key : selector.keys()) {
            ((Selectable) key.attachment()).close();
        }
        do {
            runTasks(Integer.MAX_VALUE);
        } while (!tasks.close());
        try {
            selector.close();
        } catch (IOException failure) {
            Log.log(Level.ERROR, "closing a selector failed", failure);
        }
    }
}
