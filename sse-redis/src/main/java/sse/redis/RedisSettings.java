package sse.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.HostAndPort;

/**
 * The settings of a backplane.
 *
 * @param addresses of the servers, one of which is the primary
 * @param credentials the user and its password
 * @param tls the context of TLS connections
 * @param hub the name that the keys begin with
 * @param maxLength how many entries the log retains
 * @param publishTimeout how long a batch is tried
 * @param replicas how many replicas must confirm a batch
 * @param observer is notified
 */
record RedisSettings(
        List<HostAndPort> addresses,
        Optional<Credentials> credentials,
        Optional<SSLContext> tls,
        String hub,
        long maxLength,
        Duration publishTimeout,
        int replicas,
        RedisObserver observer) {
    /** How long a server may take to accept a connection. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** How long XREAD waits for entries in the server. */
    static final Duration READ_BLOCK = Duration.ofSeconds(1);

    /** How long a connection that reads may be silent: {@link #READ_BLOCK}, and 2 s. */
    static final Duration READ_TIMEOUT = Duration.ofSeconds(3);

    /** The range of the publish timeout. */
    static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

    static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    /** How many publications a batch has at most. */
    static final int MAX_BATCH = 256;

    private static final int ATTEMPTS = 5;
    private static final Duration REPLICA_TIMEOUT = Duration.ofMillis(500);

    /**
     * A user of the server.
     *
     * @param user its name
     * @param password its password
     */
    record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[" + user + "]";
        }
    }

    /** Returns how long the answer to one attempt to publish may take. */
    Duration attemptTimeout() {
        return publishTimeout.dividedBy(ATTEMPTS);
    }

    /** Returns how long replicas may take to confirm. */
    Duration replicaTimeout() {
        Duration half = attemptTimeout().dividedBy(2);
        return half.compareTo(REPLICA_TIMEOUT) < 0 ? half : REPLICA_TIMEOUT;
    }

    /** Returns the key of the stream. */
    String logKey() {
        return "{" + hub + "}:log";
    }

    /** Returns the keys of the scripts. They have one hash slot. */
    List<String> keys() {
        return List.of(logKey(), "{" + hub + "}:meta", "{" + hub + "}:pub");
    }
}
