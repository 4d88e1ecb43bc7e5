package sse.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * Answers questions for the log, over one connection, which it opens when it is needed. Thread-safe.
 *
 * <p>Each question is one script, so that entries and terms are those of one moment. A question whose answer is lost is
 * asked once more, over another connection.
 */
final class RedisReader {
    private static final int PAGE = 256;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final ReadLimits NOTHING = ReadLimits.of(1, 1);

    // Immutable after construction.
    private final RedisConnector connector;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private @Nullable RedisConnection connection;
    private long failedNanos;
    private boolean failed;

    // Written by any thread.
    private volatile boolean closed;
    private volatile @Nullable RedisConnection closing;

    RedisReader(RedisConnector connector) {
        this.connector = connector;
    }

    /** Returns the state of the log, without entries, over a connection of the caller's. */
    LogState state(RedisConnection opened) {
        return read(opened, "none", "-", 0, NOTHING);
    }

    /** Returns the state of the log, without entries. */
    LogState state() {
        return ask("none", "-", 0, NOTHING);
    }

    ReadResult readAfter(EntryId asked, ReadLimits limits) {
        LogState state = ask("after", "(" + RedisId.text(asked), Math.min(limits.entries(), PAGE), limits);
        Terms terms = state.terms();
        if (!state.hub().equals(asked.log())) {
            return ReadResult.foreign();
        }
        if (asked.term() > terms.present()
                || (asked.term() == terms.present() && asked.term() > 0 && asked.compareTo(state.head()) > 0)) {
            return ReadResult.notYet();
        }
        if (!terms.contain(asked)) {
            return ReadResult.gone(Gap.ofUnknownSize(Gap.Reason.UNKNOWN, later(terms.fork(asked), state.tail())));
        }
        EntryId from = terms.within(asked);
        if (from.compareTo(state.tail()) < 0) {
            return ReadResult.gone(Gap.of(terms.count(from, state.tail()), Gap.Reason.TRIMMED, state.tail()));
        }
        return ReadResult.page(within(state.entries(), limits, 0, 0));
    }

    private static EntryId later(EntryId one, EntryId other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    List<LogEntry> readNewest(ReadLimits limits) {
        List<LogEntry> newestFirst = new ArrayList<>();
        String from = "+";
        long bytes = 0;
        String hub = "";
        while (true) {
            LogState state = ask("newest", from, Math.min(limits.entries() - newestFirst.size(), PAGE), limits);
            if (!hub.isEmpty() && !hub.equals(state.hub())) {
                return readNewest(limits); // The log was replaced between two pages.
            }
            hub = state.hub();
            List<LogEntry> page = within(state.entries(), limits, newestFirst.size(), bytes);
            newestFirst.addAll(page);
            bytes += bytes(page);
            boolean isLast = page.isEmpty() || page.size() < state.entries().size();
            if (isLast || newestFirst.size() >= limits.entries()) {
                Collections.reverse(newestFirst);
                return newestFirst;
            }
            from = "(" + RedisId.text(page.get(page.size() - 1).id());
        }
    }

    /** Returns the first entries that a page may have besides those that it has. */
    private static List<LogEntry> within(List<LogEntry> entries, ReadLimits limits, int pageEntries, long pageBytes) {
        int count = 0;
        long bytes = pageBytes;
        while (count < entries.size()
                && limits.allow(
                        pageEntries + count, bytes, entries.get(count).frame().size())) {
            bytes += entries.get(count).frame().size();
            count++;
        }
        return entries.subList(0, count);
    }

    private static long bytes(List<LogEntry> entries) {
        return entries.stream().mapToLong(entry -> entry.frame().size()).sum();
    }

    private LogState ask(String direction, String position, int count, ReadLimits limits) {
        lock.lock();
        try {
            requireOpen();
            boolean isReused = connection != null;
            try {
                return read(open(), direction, position, count, limits);
            } catch (JedisException failure) {
                disconnect();
                if (!isReused || closed) {
                    throw failure;
                }
                return read(open(), direction, position, count, limits);
            }
        } catch (JedisException failure) {
            disconnect();
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    private LogState read(RedisConnection opened, String direction, String position, int count, ReadLimits limits) {
        return LogState.parse(opened.run(
                Script.READ,
                List.of(
                        EntryCodec.bytes(RedisId.newHub()),
                        EntryCodec.bytes(direction),
                        EntryCodec.bytes(position),
                        EntryCodec.bytes(Integer.toString(count)),
                        EntryCodec.bytes(Long.toString(limits.bytes())))));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("backplane must be open: it is closed");
        }
    }

    private RedisConnection open() {
        RedisConnection present = connection;
        if (present == null) {
            requireOpen();
            present = connect();
            connection = present;
            closing = present;
            if (closed) {
                present.close();
            }
        }
        return present;
    }

    /** Many clients may resume while the broker is away: they do not wait for an attempt each. */
    private RedisConnection connect() {
        if (failed && System.nanoTime() - failedNanos < RETRY_NANOS) {
            throw new JedisConnectionException("broker could not be connected a moment ago");
        }
        failed = true;
        try {
            RedisConnection opened = connector.connect("sse-read", RedisSettings.CONNECT_TIMEOUT);
            failed = false;
            return opened;
        } finally {
            failedNanos = System.nanoTime();
        }
    }

    private void disconnect() {
        RedisConnection present = connection;
        connection = null;
        closing = null;
        if (present != null) {
            present.close();
        }
    }

    /** Ends a question under way, too. */
    void close() {
        closed = true;
        RedisConnection present = closing;
        if (present != null) {
            present.close();
        }
    }
}
