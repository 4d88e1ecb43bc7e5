package sse.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/** Connects to the primary among the servers. Thread-safe. */
final class RedisConnector {
    // Immutable after construction.
    private final RedisSettings settings;

    // Written by any thread: the server that was the primary when one connected last.
    private volatile int preferred;

    RedisConnector(RedisSettings settings) {
        this.settings = settings;
    }

    RedisSettings settings() {
        return settings;
    }

    /**
     * Connects to the primary.
     *
     * @param name the connection's name in the server's list of clients
     * @param timeout how long an answer may take
     * @throws JedisException if no server is one
     */
    RedisConnection connect(String name, Duration timeout) {
        List<String> failures = new ArrayList<>();
        int first = preferred;
        for (int i = 0; i < settings.addresses().size(); i++) {
            int index = (first + i) % settings.addresses().size();
            HostAndPort address = settings.addresses().get(index);
            try {
                RedisConnection connection = connect(address, name, timeout);
                preferred = index;
                return connection;
            } catch (JedisException failure) {
                failures.add(address + ": " + failure.getMessage());
            }
        }
        throw new JedisConnectionException("no server is a primary that answers: " + String.join("; ", failures));
    }

    private RedisConnection connect(HostAndPort address, String name, Duration timeout) {
        try {
            return open(address, name, timeout);
        } catch (JedisMovedDataException moved) {
            return open(moved.getTargetNode(), name, timeout); // A cluster: another server has the hub's slot.
        }
    }

    private RedisConnection open(HostAndPort address, String name, Duration timeout) {
        RedisConnection connection = new RedisConnection(new Jedis(address, config(name, timeout)), settings);
        try {
            if (!connection.isPrimary()) {
                throw new JedisConnectionException("it is a replica");
            }
            connection.call(Command.EXISTS, settings.logKey());
            return connection;
        } catch (RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    @SuppressWarnings("deprecation") // What replaces it takes key stores, and no SSLContext.
    private DefaultJedisClientConfig config(String name, Duration timeout) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) RedisSettings.CONNECT_TIMEOUT.toMillis())
                .socketTimeoutMillis((int) timeout.toMillis())
                .blockingSocketTimeoutMillis((int) timeout.toMillis())
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED) // One command less that a user must be allowed.
                .clientName(name);
        settings.credentials()
                .ifPresent(credentials -> config.user(credentials.user()).password(credentials.password()));
        settings.tls().ifPresent(context -> {
            SSLParameters parameters = context.getDefaultSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // Otherwise any certificate would do.
            config.ssl(true).sslSocketFactory(context.getSocketFactory()).sslParameters(parameters);
        });
        return config.build();
    }
}
