package sse.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import sse.api.PublishException;
import sse.api.PublishException.Outcome;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;

/**
 * Stores batches, one at a time, over one connection, which it opens when it is needed. Thread-safe; the caller's
 * thread does the work.
 *
 * <p>A batch without an answer is sent again, with the same counter, by which the script recognizes it. It is the last
 * of its publisher, so the script needs to know no other.
 */
final class RedisPublisher {
    private static final List<String> TRANSIENT = List.of(
            "READONLY",
            "LOADING",
            "CLUSTERDOWN",
            "MASTERDOWN",
            "NOREPLICAS",
            "TRYAGAIN",
            "BUSY",
            "UNBLOCKED",
            "NOSCRIPT");

    // Immutable after construction.
    private final RedisConnector connector;
    private final RedisSettings settings;
    private final Counters counters;
    private final ReentrantLock lock = new ReentrantLock(true);

    // Guarded by the lock.
    private @Nullable RedisConnection connection;

    // Written by any thread.
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable RedisConnection closing;

    /** A batch, and what is known about it. For use by one thread. */
    private static final class Attempts {
        final List<byte[]> arguments;
        final long deadlineNanos;
        final Backoff backoff = new Backoff();
        boolean unanswered;
        int count;

        Attempts(List<byte[]> arguments, Duration timeout) {
            this.arguments = arguments;
            this.deadlineNanos = System.nanoTime() + timeout.toNanos();
        }

        Outcome outcome() {
            return unanswered ? Outcome.UNKNOWN : Outcome.NOT_STORED;
        }
    }

    RedisPublisher(RedisConnector connector, Counters counters) {
        this.connector = connector;
        this.settings = connector.settings();
        this.counters = counters;
    }

    /** Stores a batch, and blocks until the broker has acknowledged it. */
    List<EntryId> publish(List<Publication> batch, String publisher, long counter) {
        List<byte[]> arguments = new ArrayList<>(4 + 7 * batch.size());
        arguments.add(EntryCodec.bytes(RedisId.newHub()));
        arguments.add(EntryCodec.bytes(publisher));
        arguments.add(EntryCodec.bytes(Long.toString(counter)));
        arguments.add(EntryCodec.bytes(Long.toString(settings.maxLength())));
        batch.forEach(publication -> EntryCodec.encode(publication, arguments));
        lock.lock();
        try {
            List<EntryId> ids = store(new Attempts(arguments, settings.publishTimeout()));
            counters.publishedEvents.add(ids.size());
            return ids;
        } catch (PublishException failure) {
            counters.failedBatches.increment();
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    private List<EntryId> store(Attempts attempts) {
        while (true) {
            JedisException failure;
            try {
                return attempt(attempts);
            } catch (JedisDataException refused) {
                disconnect();
                if (!isTransient(refused)) {
                    throw new PublishException(
                            attempts.outcome(), "broker refused the events: " + refused.getMessage(), refused);
                }
                failure = refused;
            } catch (JedisException failed) {
                disconnect();
                failure = failed;
            }
            pause(attempts, failure);
        }
    }

    private List<EntryId> attempt(Attempts attempts) {
        RedisConnection opened = open();
        if (attempts.count++ > 0) {
            counters.repeatedAttempts.increment();
        }
        Object answer;
        try {
            answer = opened.run(Script.PUBLISH, attempts.arguments);
        } catch (JedisConnectionException lost) {
            attempts.unanswered = true;
            throw lost;
        }
        List<?> parts = Replies.list(answer);
        List<EntryId> ids = new ArrayList<>();
        EntryId id = RedisId.parse(Replies.text(parts.get(0)), parts.get(1));
        for (long i = Replies.number(parts.get(2)); i > 0; i--) {
            ids.add(id);
            id = id.next();
        }
        attempts.unanswered = true; // Stored, which a failure of what follows does not change.
        awaitReplicas(opened);
        return ids;
    }

    /** On the same connection: on another one Redis would not know which writes are meant. */
    private void awaitReplicas(RedisConnection opened) {
        if (settings.replicas() == 0) {
            return;
        }
        long confirmed = Replies.number(opened.call(
                Command.WAIT,
                Integer.toString(settings.replicas()),
                Long.toString(settings.replicaTimeout().toMillis())));
        if (confirmed < settings.replicas()) {
            throw new PublishException(
                    Outcome.UNKNOWN,
                    "broker stored the events, and " + settings.replicas() + " replicas must confirm them within "
                            + settings.replicaTimeout().toMillis() + " ms: " + confirmed + " did");
        }
    }

    private static boolean isTransient(JedisDataException refused) {
        String message = String.valueOf(refused.getMessage());
        return refused instanceof JedisRedirectionException
                || refused instanceof JedisClusterException
                || TRANSIENT.stream().anyMatch(message::startsWith);
    }

    /** Waits before the next attempt, or fails if there is none. */
    private void pause(Attempts attempts, JedisException failure) {
        try {
            long left = attempts.deadlineNanos - System.nanoTime();
            if (closed.await(Math.min(attempts.backoff.nextNanos(), Math.max(0, left)), TimeUnit.NANOSECONDS)) {
                throw new PublishException(attempts.outcome(), "backplane must be open: it is closed", failure);
            }
            if (left <= 0) {
                throw new PublishException(
                        attempts.outcome(),
                        "broker must store the events within " + settings.publishTimeout() + ": "
                                + failure.getMessage(),
                        failure);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PublishException(attempts.outcome(), "publisher was interrupted", interrupted);
        }
    }

    private RedisConnection open() {
        RedisConnection present = connection;
        if (present == null) {
            present = connector.connect("sse-publish", settings.attemptTimeout());
            connection = present;
            closing = present;
        }
        if (closed.getCount() == 0) {
            disconnect();
            throw new JedisConnectionException("backplane must be open: it is closed");
        }
        return present;
    }

    private void disconnect() {
        RedisConnection present = connection;
        connection = null;
        closing = null;
        if (present != null) {
            present.close();
        }
    }

    /** Ends a batch under way, too. */
    void close() {
        closed.countDown();
        RedisConnection present = closing;
        if (present != null) {
            present.close();
        }
    }
}
