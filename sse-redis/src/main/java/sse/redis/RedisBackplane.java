package sse.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * Shares the topics of a hub among processes over a Redis stream. Thread-safe. A null argument causes a
 * {@link NullPointerException}.
 *
 * <p>Each process connects one to the same servers and gives it to its {@link sse.api.Hub}, which closes it. Needs
 * Redis 7.0 or later. All entries of a hub are in one stream on one primary; of each hub a process has one connection
 * that follows the stream, one that publishes, and one for clients that resume behind what is in memory.
 *
 * <p>{@link #publish} returns when the primary has stored the events; it blocks its caller until then, at most for the
 * {@linkplain Builder#publishTimeout publish timeout} and the time that connecting takes. A failover or a restart of
 * Redis may lose the newest acknowledged events, as its own settings allow: that is noticed, because ids of the new
 * primary begin a new term, and no id is given twice. A client that had received the lost events goes on without a gap;
 * no other client receives them.
 *
 * <p>While the broker is away nothing is delivered. A connection on which nothing comes for 3 s is closed; connecting
 * is tried again after 50 ms to 2 s, each time.
 */
public final class RedisBackplane implements Backplane {
    // Immutable after construction.
    private final RedisConnector connector;
    private final Counters counters = new Counters();
    private final RedisReader reader;
    private final RedisPublisher publisher;

    // Written by any thread.
    private final List<RedisFollowing> followings = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private RedisBackplane(RedisConnector connector) {
        this.connector = connector;
        this.reader = new RedisReader(connector);
        this.publisher = new RedisPublisher(connector, counters);
    }

    /**
     * Returns a builder with every default, and without an address.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public CompletionStage<List<EntryId>> publish(List<Publication> batch, String publisher, long counter) {
        Objects.requireNonNull(publisher, "publisher");
        List<Publication> publications = List.copyOf(batch);
        if (publications.size() > maxBatch()) {
            throw new IllegalArgumentException(
                    "batch must have at most " + maxBatch() + " publications: " + publications.size());
        }
        return completed(
                () -> publications.isEmpty() ? List.of() : this.publisher.publish(publications, publisher, counter));
    }

    @Override
    public int maxBatch() {
        return RedisSettings.MAX_BATCH;
    }

    @Override
    public Following follow(EntryId position, Listener listener) {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(listener, "listener");
        RedisFollowing following = new RedisFollowing(connector, reader, counters, position, listener);
        followings.add(following);
        if (closed) {
            following.close();
        }
        following.start();
        return following;
    }

    @Override
    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(limits, "limits");
        return completed(() -> reader.readAfter(position, limits));
    }

    @Override
    public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return completed(() -> reader.readNewest(limits));
    }

    @Override
    public CompletionStage<EntryId> head() {
        return completed(() -> reader.state().head());
    }

    @Override
    public CompletionStage<EntryId> tail() {
        return completed(() -> reader.state().tail());
    }

    private static <T> CompletionStage<T> completed(Supplier<T> operation) {
        try {
            return CompletableFuture.completedFuture(operation.get());
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /**
     * Returns what this backplane has done.
     *
     * @return the numbers at this moment
     */
    public RedisStatistics statistics() {
        return new RedisStatistics(counters);
    }

    /** Returns how many listeners follow. */
    int followings() {
        return followings.size();
    }

    @Override
    public void close() {
        closed = true;
        publisher.close();
        reader.close();
        followings.forEach(RedisFollowing::close);
    }

    /** Collects the settings of a backplane, each with a default but the address. For use by one thread. */
    public static final class Builder {
        private final List<HostAndPort> addresses = new ArrayList<>();
        private Optional<RedisSettings.Credentials> credentials = Optional.empty();
        private Optional<SSLContext> tls = Optional.empty();
        private String hub = "sse";
        private long maxLength = 100_000;
        private Duration publishTimeout = Duration.ofSeconds(10);
        private int replicas;
        private RedisObserver observer = new RedisObserver() {};

        private Builder() {}

        private static void check(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }

        /**
         * Adds the address of a server. With several, the one that is a primary is used: list those that may become it.
         *
         * @param host the host's name or address
         * @param port the port, 1 to 65535
         * @return this builder
         * @throws IllegalArgumentException if the host is empty or the port is out of range
         */
        public Builder address(String host, int port) {
            boolean isAddress = !Objects.requireNonNull(host, "host").isEmpty() && port >= 1 && port <= 65_535;
            check(isAddress, "address must have a host and a port of 1 to 65535: " + port);
            addresses.add(new HostAndPort(host, port));
            return this;
        }

        /**
         * Sets the user of the server, of Redis's access control lists. Default: none, as Redis's default user without
         * a password.
         *
         * @param user the user; {@code default} for a server that has a password alone
         * @param password the password
         * @return this builder
         */
        public Builder credentials(String user, String password) {
            credentials = Optional.of(new RedisSettings.Credentials(
                    Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password")));
            return this;
        }

        /**
         * Uses TLS, and checks that the certificate of a server is valid for its host. Default: no TLS.
         *
         * @param context has the trusted certificates, and the key if the server asks for one
         * @return this builder
         */
        public Builder tls(SSLContext context) {
            tls = Optional.of(Objects.requireNonNull(context, "context"));
            return this;
        }

        /**
         * Sets the name of the hub, which its keys begin with: those of {@code shop} are <code>{shop}:log</code>,
         * <code>{shop}:meta</code> and <code>{shop}:pub</code>. Default: {@code sse}.
         *
         * @param hub the name: 1 to 64 ASCII letters, digits, {@code .}, {@code _}, {@code :} and {@code -}
         * @return this builder
         * @throws IllegalArgumentException if the name is not as said
         */
        public Builder hub(String hub) {
            boolean isName = Objects.requireNonNull(hub, "hub").matches("[A-Za-z0-9._:-]{1,64}");
            check(isName, "hub must be named by 1 to 64 ASCII letters, digits, '.', '_', ':', '-': " + hub.length());
            this.hub = hub;
            return this;
        }

        /**
         * Sets how many entries, of all topics, the log retains; Redis trims whole nodes, and so retains up to 100
         * more. An entry takes the bytes of its event and about 30 more. Default: 100,000.
         *
         * @param entries the number of entries, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxLength(long entries) {
            check(entries >= 1, "maxLength must be at least 1: " + entries);
            maxLength = entries;
            return this;
        }

        /**
         * Sets how long a batch is sent again and again before it fails. An attempt without an answer ends after a
         * fifth of it. Default: 10 s.
         *
         * @param timeout 100 ms to 10 minutes
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder publishTimeout(Duration timeout) {
            boolean isInRange = timeout.compareTo(RedisSettings.SHORTEST_TIMEOUT) >= 0
                    && timeout.compareTo(RedisSettings.LONGEST_TIMEOUT) <= 0;
            check(isInRange, "publishTimeout must be 100 ms to 10 minutes: " + timeout);
            publishTimeout = timeout;
            return this;
        }

        /**
         * Sets how many replicas must confirm a batch, within 500 ms. If fewer do, publishing fails with
         * {@code UNKNOWN}: the primary has stored the events, and delivers them. Default: 0.
         *
         * @param replicas the number of replicas
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder replicas(int replicas) {
            check(replicas >= 0, "replicas must not be negative: " + replicas);
            this.replicas = replicas;
            return this;
        }

        /**
         * Sets what is notified when the broker is away, is back, or has lost entries. Default: nothing.
         *
         * @param observer the observer
         * @return this builder
         */
        public Builder observer(RedisObserver observer) {
            this.observer = Objects.requireNonNull(observer, "observer");
            return this;
        }

        /**
         * Connects to the primary, and checks that it can keep a log. May block for 4 s for each address.
         *
         * @return the backplane
         * @throws IOException if no server is a primary that answers
         * @throws IllegalStateException if no address is set, if the server is older than Redis 7.0, or if it evicts
         *     keys that have no time to live
         */
        public RedisBackplane connect() throws IOException {
            if (addresses.isEmpty()) {
                throw new IllegalStateException("backplane must have an address: it has none");
            }
            RedisConnector connector = new RedisConnector(new RedisSettings(
                    List.copyOf(addresses), credentials, tls, hub, maxLength, publishTimeout, replicas, observer));
            try (RedisConnection connection = connector.connect("sse-check", RedisSettings.CONNECT_TIMEOUT)) {
                ServerCheck.check(connection);
            } catch (JedisException failure) {
                throw new IOException(failure.getMessage(), failure);
            }
            return new RedisBackplane(connector);
        }
    }
}
