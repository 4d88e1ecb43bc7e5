package sse.api.internal.topic;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import sse.api.IdOrder;
import sse.api.Ticker;
import sse.api.internal.history.Retention;
import sse.api.internal.history.Sequence;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.History;
import sse.api.spi.history.ReadLimits;

/** The topics of a hub, and what they share. Thread-safe. */
public final class HubCore {
    private static final HubCore PROCESS = new HubCore(Sequence.ofProcess(), Optional.empty(), Ticker.system());

    // Immutable after construction.
    private final Sequence sequence;
    private final Optional<HubLog> log;
    private final Ticker ticker;

    // Written under the lock, also while the log is read: only the opening of other topics waits for that. Read by any
    // thread.
    private final Map<String, Opened> topics = new ConcurrentHashMap<>();

    // Written by any thread.
    private volatile boolean closed;

    /** A topic and what it was opened with. */
    private record Opened(TopicDefinition definition, TopicCore topic) {}

    private HubCore(Sequence sequence, Optional<HubLog> log, Ticker ticker) {
        this.sequence = sequence;
        this.log = log;
        this.ticker = ticker;
    }

    /** Returns the hub of topics that are built without one. */
    public static HubCore ofProcess() {
        return PROCESS;
    }

    /** Creates a hub. */
    public static HubCore create(Optional<History> history, Optional<Backplane> backplane, Ticker ticker) {
        Optional<HubLog> log = history.map(durable -> new HubLog(durable, ticker, newExecutor()))
                .or(() -> backplane.map(shared -> new HubLog(shared, ticker, newExecutor())));
        Sequence sequence = log.<Sequence>map(HubLog::sequence).orElseGet(Sequence::create);
        return new HubCore(sequence, log, ticker);
    }

    /** One thread, which ends when it has nothing to do. */
    private static ThreadPoolExecutor newExecutor() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, "sse-hub", 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Returns where topics take time from that set nothing else. */
    public Ticker ticker() {
        return ticker;
    }

    /** Returns a topic that is open. */
    public Optional<TopicCore> find(String name) {
        return Optional.ofNullable(topics.get(name)).map(Opened::topic);
    }

    /** Opens a topic, or returns it if it was opened with the same definition. */
    public synchronized TopicCore open(String name, TopicDefinition definition) {
        requireOpen();
        Opened present = topics.get(name);
        if (present == null) {
            present = new Opened(definition, openNew(name, definition));
            topics.put(name, present);
            if (closed) {
                present.topic().close(); // Perhaps it was not there to be closed.
                requireOpen();
            }
        }
        if (!present.definition().equals(definition)) {
            throw new IllegalStateException("topic must have the settings with which it was opened: " + name);
        }
        return present.topic();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("hub must be open for a topic: it is closed");
        }
    }

    private TopicCore openNew(String name, TopicDefinition definition) {
        if (log.isEmpty()) {
            return create(definition);
        }
        if (definition.compaction().isPresent() || definition.retention().isEmpty()) {
            throw new IllegalArgumentException(
                    "topic of a hub with a history or a backplane must not have noHistory or latestByKey: " + name);
        }
        if (definition.config().resuming().idOrder() != IdOrder.UNORDERED) {
            throw new IllegalArgumentException(
                    "topic of a hub with a history or a backplane must not have idOrder: " + name);
        }
        Retention retention = definition.retention().get();
        TopicCore topic = TopicCore.overHubLog(this, log.get(), name, definition);
        log.get().add(topic, ReadLimits.of(retention.events(), retention.bytes()));
        return topic;
    }

    /** Creates a topic in memory, without a name. */
    public TopicCore create(TopicDefinition definition) {
        return TopicCore.inMemory(this, definition);
    }

    Sequence sequence() {
        return sequence;
    }

    /** Returns the id of the newest event of any topic: a position in each of them. */
    String lastId() {
        return log.map(HubLog::last).map(Object::toString).orElseGet(() -> sequence.idOf(sequence.last()));
    }

    /** Closes the topics, and the log. Takes no lock: a topic that is being opened may wait for the log. */
    public void close() {
        closed = true;
        topics.values().forEach(opened -> opened.topic().close());
        log.ifPresent(HubLog::close);
    }
}
