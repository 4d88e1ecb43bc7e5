package sse.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;

/**
 * Reads on for one listener, by one thread and one connection.
 *
 * <pre>
 *   connect to a primary ──► check ──► XREAD, for at most 1 s ──► deliver ──┐
 *      ▲ after a delay         ▲            │                               │
 *      └── no answer, error ◄──┼────────────┘                               │
 *                              └── nothing came, or 5 s have passed ◄───────┘
 * </pre>
 *
 * <p>An answer without entries proves nothing: a log that was deleted is silent. So the log's name and terms are
 * checked on the same connection, which also notices a server that is a primary no more.
 */
final class RedisFollowing implements Backplane.Following {
    private static final System.Logger LOG = System.getLogger("sse.redis");
    private static final int PAGE = 256;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

    // Immutable after construction.
    private final RedisConnector connector;
    private final RedisReader reader;
    private final Backplane.Listener listener;
    private final Counters counters;
    private final RedisObserver observer;
    private final Thread thread;

    /** Held while the listener is called, so that {@link #close} waits for that. */
    private final ReentrantLock calls = new ReentrantLock();

    // Written by any thread.
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable RedisConnection connection;

    // Confined to the thread.
    private EntryId position;
    private Terms terms;
    private long checkedNanos;
    private boolean up;

    RedisFollowing(
            RedisConnector connector,
            RedisReader reader,
            Counters counters,
            EntryId position,
            Backplane.Listener listener) {
        this.connector = connector;
        this.reader = reader;
        this.counters = counters;
        this.observer = connector.settings().observer();
        this.position = position;
        this.listener = listener;
        this.terms = Terms.none(position.log());
        this.thread = new Thread(null, this::run, "sse-redis-follow", 0, false);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Backoff backoff = new Backoff();
        while (!isClosed()) {
            try (RedisConnection opened = connector.connect("sse-follow", RedisSettings.READ_TIMEOUT)) {
                connection = opened;
                if (!isClosed()) {
                    follow(opened, backoff);
                }
            } catch (JedisException | BrokerDataException failure) {
                goDown(failure);
            } catch (RuntimeException | Error unexpected) {
                LOG.log(System.Logger.Level.ERROR, "following a log failed; it is tried again", unexpected);
                goDown(unexpected);
            }
            awaitClose(backoff.nextNanos());
        }
        counters.up = false;
    }

    private void follow(RedisConnection opened, Backoff backoff) {
        check(opened);
        goUp();
        while (!isClosed()) {
            Object answer = opened.readAfter(position, PAGE);
            backoff.reset();
            if (answer != null) {
                List<?> ofLog = Replies.list(Replies.list(answer).get(0));
                deliver(opened, EntryCodec.decode(position.log(), ofLog.get(1)));
            }
            if (answer == null || System.nanoTime() - checkedNanos > CHECK_NANOS) {
                check(opened);
            }
        }
    }

    /** Notices another log, and another branch of it. Fails if the server is not a primary. */
    private void check(RedisConnection opened) {
        LogState state = reader.state(opened);
        checkedNanos = System.nanoTime();
        Terms known = terms;
        terms = state.terms();
        if (!state.hub().equals(position.log())) {
            reset(state.tail());
        } else if (!terms.contain(position)) {
            EntryId fork = terms.fork(known, state.head());
            reset(fork.compareTo(state.tail()) < 0 ? state.tail() : fork);
        }
    }

    private void reset(EntryId origin) {
        LOG.log(System.Logger.Level.WARNING, "log of {0} is another one, from {1}", position, origin);
        counters.resets.increment();
        position = origin;
        call(() -> listener.onReset(origin));
    }

    private void deliver(RedisConnection opened, List<LogEntry> entries) {
        List<LogEntry> ready = new ArrayList<>(entries.size());
        for (LogEntry entry : entries) {
            EntryId id = entry.id();
            if (id.term() != position.term() || id.number() != position.number() + 1) {
                deliver(ready);
                ready = new ArrayList<>();
                EntryId before = position;
                if (id.term() != before.term()) {
                    check(opened);
                    if (!position.equals(before)) {
                        return; // It was reset: what was read is of the other log.
                    }
                }
                passHole(id);
            }
            ready.add(entry);
            position = id;
        }
        deliver(ready);
    }

    private void deliver(List<LogEntry> entries) {
        if (!entries.isEmpty()) {
            call(() -> listener.onEntries(entries));
        }
    }

    /**
     * Moves to the position before an id, and reports what is missing. A tail that was lost is not: it was delivered.
     */
    private void passHole(EntryId id) {
        EntryId end = terms.within(position);
        if (!end.equals(position)) {
            long rolledBack = terms.count(end, position);
            counters.entriesRolledBack.add(rolledBack);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "broker lost {0} entries that were delivered, after {1}",
                    rolledBack,
                    end);
            observe(() -> observer.onRollback(rolledBack));
        }
        long lost = terms.count(end, id) - 1;
        position = terms.before(id);
        if (lost > 0) {
            counters.entriesLost.add(lost);
            Gap gap = Gap.of(lost, Gap.Reason.TRIMMED, position);
            call(() -> listener.onGap(gap));
        }
    }

    private void goUp() {
        if (!up) {
            up = true;
            counters.up = true;
            call(listener::onUp);
            observe(observer::onUp);
        }
    }

    private void goDown(Throwable cause) {
        if (up && !isClosed()) {
            up = false;
            counters.up = false;
            counters.disconnects.increment();
            call(() -> listener.onDown(cause));
            observe(() -> observer.onDown(cause));
        }
    }

    private void call(Runnable listenerCall) {
        calls.lock();
        try {
            if (!isClosed()) {
                listenerCall.run();
            }
        } finally {
            calls.unlock();
        }
    }

    private static void observe(Runnable observerCall) {
        try {
            observerCall.run();
        } catch (RuntimeException thrown) {
            LOG.log(System.Logger.Level.ERROR, "observer of a backplane threw", thrown);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void awaitClose(long nanos) {
        try {
            closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException unexpected) {
            LOG.log(System.Logger.Level.DEBUG, "interrupted between two connections", unexpected);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        RedisConnection present = connection;
        if (present != null) {
            present.close();
        }
        calls.lock(); // Waits for a call that is running; the listener itself may close.
        try {
            counters.up = false;
        } finally {
            calls.unlock();
        }
    }
}
