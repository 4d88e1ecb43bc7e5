package sse.api.internal.run;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.RunProducer;
import sse.api.RunState;
import sse.api.StreamOptions;
import sse.api.internal.history.RunLog;
import sse.api.internal.topic.TopicCore;
import sse.api.spi.http.Quote;

/**
 * A run: a log, and a topic over it that streams are subscribed to. Thread-safe.
 *
 * <pre>
 *   RUNNING ── the producer returns ───────> COMPLETED
 *      ├────── the producer throws ────────> FAILED
 *      └────── stop, or its time is over ──> STOPPED
 * </pre>
 *
 * <p>The last event is appended, the log closed and the state set in one step, under this object's lock; the first of
 * these transitions counts. Then the topic is complete: each stream is closed when it has been sent the last event, and
 * the log is compacted. After the end the topic exists only as long as streams are subscribed to it; one that is opened
 * later has a new topic over the same log.
 */
public final class RunCore {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final String key;
    private final RunConfig config;
    private final RunTable table;
    private final RunLog log;

    // Written under this object's lock, read by any thread.
    private volatile RunState state = RunState.RUNNING;

    // Guarded by this. The topic and the producer are null after the end.
    private @Nullable TopicCore topic;
    private @Nullable ProducerTask producer;
    private WeakReference<@Nullable TopicCore> lateTopic = new WeakReference<>(null);

    // Confined to the table, under its lock.
    long dueNanos;

    RunCore(String key, RunProducer code, RunTable table) {
        this.key = key;
        this.config = table.config();
        this.table = table;
        this.log = new RunLog(config.idPrefix(), config.history());
        this.topic = TopicCore.ofRun(log, config.topic());
        this.producer = new ProducerTask(this, code);
    }

    /** Starts the producer on the executor. */
    void start() {
        ProducerTask task;
        synchronized (this) {
            task = producer;
        }
        if (task != null) {
            task.start();
        }
    }

    /** Returns the key. */
    public String key() {
        return key;
    }

    /** Returns the state. */
    public RunState state() {
        return state;
    }

    /** Returns the options of the streams that replies open. */
    public StreamOptions options() {
        return config.options();
    }

    RunConfig config() {
        return config;
    }

    /** Appends an event, and has it sent to the clients. Waits for them if they hold the producer back. */
    void send(Event event) throws InterruptedException {
        TopicCore current;
        long added;
        synchronized (this) {
            current = requireRunning();
        }
        if (config.mostBehind() > 0) {
            current.awaitSubscribers(config.mostBehind(), () -> state == RunState.RUNNING);
        }
        synchronized (this) {
            requireRunning();
            long before = log.bytes();
            log.append(List.of(event));
            added = log.bytes() - before;
        }
        current.signalLanes();
        long excess = table.addBytes(added);
        if (excess > 0) {
            evict(excess);
        }
    }

    /** Evicts the run's own oldest events, because all others are of runs that have not ended. */
    private void evict(long excess) {
        long removed = 0;
        synchronized (this) {
            if (state == RunState.RUNNING) {
                long before = log.bytes();
                log.evict(excess);
                removed = before - log.bytes();
            }
        }
        table.addBytes(-removed);
    }

    private TopicCore requireRunning() {
        TopicCore current = topic;
        if (state == RunState.STOPPED) {
            throw new CancellationException("run was stopped: " + Quote.of(key));
        }
        if (current == null) {
            throw new IllegalStateException("run must be running to send: it is " + state);
        }
        return current;
    }

    /** Ends the run because its producer has returned. */
    void complete() {
        end(RunState.COMPLETED, config.lastEvents().completed());
    }

    /** Ends the run because its producer has failed. */
    void fail(Event last) {
        end(RunState.FAILED, Optional.of(last));
    }

    /** Stops the run, and returns true if that has ended it. */
    public boolean stop() {
        ProducerTask task;
        synchronized (this) {
            task = producer;
        }
        boolean ended = end(RunState.STOPPED, config.lastEvents().stopped());
        if (ended && task != null) {
            task.stop();
        }
        return ended;
    }

    private boolean end(RunState to, Optional<Event> last) {
        TopicCore ended;
        long before;
        synchronized (this) {
            ended = topic;
            if (ended == null) {
                return false;
            }
            before = log.bytes();
            appendLast(last);
            log.close();
            lateTopic = new WeakReference<>(ended);
            topic = null;
            producer = null;
            state = to;
            notifyAll();
        }
        ended.complete();
        compact();
        table.onEnded(this, log.bytes() - before);
        return true;
    }

    /** If memory runs out, the run ends all the same. */
    private void appendLast(Optional<Event> last) {
        try {
            last.ifPresent(event -> log.append(List.of(event)));
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "run " + Quote.of(key) + " ends without its last event", failure);
        }
    }

    private void compact() {
        try {
            log.compact();
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "run " + Quote.of(key) + " remains as large as it was", failure);
        }
    }

    /**
     * Sends a stream the events after its last event ID, or from the beginning, and closes it after the last one.
     *
     * @param transform returns what the stream receives for an event, if not the event
     */
    public void attach(EventStream stream, Optional<Function<? super Event, Optional<Event>>> transform) {
        topic().subscribeOrClose(stream, transform);
    }

    private synchronized TopicCore topic() {
        TopicCore present = topic == null ? lateTopic.get() : topic;
        if (present == null) {
            present = TopicCore.ofRun(log, config.topic());
            present.complete();
            lateTopic = new WeakReference<>(present);
        }
        return present;
    }

    String idPrefix() {
        return log.idPrefix();
    }

    /** Returns true if an id is that of an event that the run has sent. */
    boolean hasEvent(String id) {
        return log.hasId(id);
    }

    /** Returns true if the run has ended, and a client that has received an id has received everything. */
    public boolean isFinishedFor(Optional<String> lastEventId) {
        return state != RunState.RUNNING
                && (log.head() == 0 || lastEventId.filter(log::isNewest).isPresent());
    }

    /** Waits for the end. Returns true if the run has ended. */
    public synchronized boolean awaitEnd(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (state == RunState.RUNNING) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Returns how many events the run has sent, evicted ones and the last one included. */
    public long events() {
        return log.head();
    }

    /** Returns the approximate memory of the run. */
    public long bytes() {
        return RunLog.RUN_BYTES + key.length() + log.bytes();
    }

    /** Returns how many streams are attached. */
    public synchronized int clients() {
        TopicCore present = topic == null ? lateTopic.get() : topic;
        return present == null ? 0 : present.subscribers();
    }
}
