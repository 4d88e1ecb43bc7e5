package sse.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;
import sse.testkit.internal.log.StoredLog;

/**
 * A broker in memory, for tests of programs that share topics, with the faults of a real one. Each process of the
 * program {@linkplain #connect connects} to it. Thread-safe.
 *
 * <p>Listeners are called in the thread that causes the call, before its method returns.
 */
public final class MemoryBroker {
    private static final int MAX_BATCH = 512;

    // Immutable after construction.
    private final StoredLog log = new StoredLog("broker1");
    private final List<MemoryBackplane> connections = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private final Map<String, Published> lastByPublisher = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private boolean running = true;
    private int resets;

    /** The last batch of a publisher, by which a repeated one is recognized. */
    private record Published(long counter, List<EntryId> ids) {}

    private enum Fault {
        LOSE_REQUEST,
        LOSE_ANSWER
    }

    /** A lost answer. */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private MemoryBroker() {}

    /**
     * Starts a broker with an empty log.
     *
     * @return the broker
     */
    public static MemoryBroker create() {
        return new MemoryBroker();
    }

    /**
     * Connects a process.
     *
     * @return its backplane
     */
    public MemoryBackplane connect() {
        MemoryBackplane connection = new MemoryBackplane(this);
        connections.add(connection);
        return connection;
    }

    /** Drops the next batch before it is stored. Its publisher receives no answer. */
    public synchronized void loseNextRequest() {
        faults.add(Fault.LOSE_REQUEST);
    }

    /** Stores the next batch and drops the answer to its publisher. */
    public synchronized void loseNextAnswer() {
        faults.add(Fault.LOSE_ANSWER);
    }

    /** Stops the broker: publishing fails, and followers are notified. */
    public void stop() {
        setRunning(false);
    }

    /** Starts the broker again with the stored entries. */
    public void start() {
        setRunning(true);
    }

    private void setRunning(boolean now) {
        synchronized (this) {
            running = now;
        }
        connections.forEach(MemoryBackplane::wakeUp);
    }

    /**
     * Replaces the primary by a replica that lacks the newest entries.
     *
     * @param lost the number of entries that are lost
     */
    public void failOver(int lost) {
        synchronized (this) {
            log.loseNewest(lost);
            lastByPublisher.clear();
        }
        connections.forEach(MemoryBackplane::wakeUp);
    }

    /** Empties the broker. It has another log afterwards. */
    public void empty() {
        synchronized (this) {
            resets++;
            log.reset("broker" + (resets + 1));
            lastByPublisher.clear();
        }
        connections.forEach(MemoryBackplane::wakeUp);
    }

    /**
     * Limits the number of entries that are retained. Default: no limit.
     *
     * @param entries the number of entries
     */
    public void retain(int entries) {
        log.retain(entries);
    }

    /**
     * Returns the number of connections that read from the broker.
     *
     * @return the number of connections
     */
    public int followers() {
        return connections.stream().mapToInt(MemoryBackplane::followers).sum();
    }

    List<EntryId> store(List<Publication> batch, String publisher, long counter) throws NoAnswerException {
        List<EntryId> ids;
        synchronized (this) {
            requireRunning();
            Fault fault = faults.isEmpty() ? null : faults.remove(0);
            if (fault == Fault.LOSE_REQUEST) {
                throw new NoAnswerException();
            }
            Published last = lastByPublisher.get(publisher);
            if (last != null && last.counter() >= counter) {
                return last.ids();
            }
            ids = log.append(batch);
            lastByPublisher.put(publisher, new Published(counter, ids));
            if (fault == Fault.LOSE_ANSWER) {
                ids = List.of();
            }
        }
        connections.forEach(MemoryBackplane::wakeUp);
        if (ids.size() < batch.size()) {
            throw new NoAnswerException();
        }
        return ids;
    }

    synchronized boolean isRunning() {
        return running;
    }

    private void requireRunning() {
        if (!running) {
            throw new PublishException(PublishException.Outcome.NOT_STORED, "broker must run: it is stopped");
        }
    }

    /** Returns the log, which survives the broker. */
    StoredLog log() {
        return log;
    }

    int maxBatch() {
        return MAX_BATCH;
    }

    void disconnect(MemoryBackplane connection) {
        connections.remove(connection);
    }
}
