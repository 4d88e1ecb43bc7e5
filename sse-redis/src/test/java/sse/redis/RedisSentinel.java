package sse.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** One Sentinel, which promotes the replica of a primary that has not answered for half a second. */
final class RedisSentinel implements AutoCloseable {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path configuration;
    private final Process process;
    private final int port;

    private RedisSentinel(Path configuration, Process process, int port) {
        this.configuration = configuration;
        this.process = process;
        this.port = port;
    }

    /** Starts it, and waits until it knows the replica of the primary. */
    static RedisSentinel start(RedisServer primary) throws IOException {
        int port = RedisServer.freePort();
        Path configuration = Files.createTempFile("sentinel", ".conf");
        Files.writeString(configuration, """
                port %d
                bind 127.0.0.1
                sentinel monitor hub 127.0.0.1 %d 1
                sentinel down-after-milliseconds hub 500
                sentinel failover-timeout hub 5000
                """.formatted(port, primary.port()));
        Process process = new ProcessBuilder("redis-server", configuration.toString(), "--sentinel")
                .directory(configuration.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        RedisSentinel sentinel = new RedisSentinel(configuration, process, port);
        sentinel.awaitReplica();
        return sentinel;
    }

    private void awaitReplica() {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!knowsReplica()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("sentinel must know the replica within 30 s");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean knowsReplica() {
        try (Jedis jedis = new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder().build())) {
            Object replicas = jedis.sendCommand(Protocol.Command.SENTINEL, "REPLICAS", "hub");
            return !Replies.list(replicas).isEmpty();
        } catch (JedisException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.deleteIfExists(configuration);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
