package sse.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A redis-server of a test, in a directory of its own; it syncs every write. Ends with the JVM at the latest. */
final class RedisServer implements AutoCloseable {
    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisServer(Path directory, int port, List<String> options) {
        this.directory = directory;
        this.port = port;
        this.options = options;
    }

    /** Starts a server, or aborts the test if there is none on the path. */
    static RedisServer start(String... options) {
        boolean isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "redis-server")));
        Assumptions.assumeTrue(isInstalled, "redis-server must be on the path: apt-get install redis-server");
        try {
            RedisServer server = new RedisServer(directory(), freePort(), List.of(options));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.startAgain();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** In memory where that is possible: a disk that other programs use takes seconds to sync. */
    private static Path directory() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "redis")
                : Files.createTempDirectory("redis");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts the server again, with what it has stored. */
    void startAgain() {
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--repl-diskless-sync-delay",
                "0",
                "--repl-ping-replica-period",
                "1"));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("output").toFile()))
                    .start();
            while (!answers()) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(Files.readString(directory.resolve("output")));
                }
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Starts the server if a test that failed has left it stopped. */
    void startIfStopped() {
        if (!process.isAlive()) {
            startAgain();
        }
    }

    private boolean answers() {
        try {
            return call(jedis -> jedis.info("persistence").contains("loading:0"));
        } catch (JedisException notYet) {
            return String.valueOf(notYet.getMessage()).startsWith("NOAUTH");
        }
    }

    int port() {
        return port;
    }

    /** Calls the server over a connection that is closed afterwards. */
    <T> T call(Function<Jedis, T> command) {
        DefaultJedisClientConfig config =
                DefaultJedisClientConfig.builder().socketTimeoutMillis(20_000).build();
        try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", port), config)) {
            return command.apply(jedis);
        }
    }

    /** Follows another server. */
    void replicate(RedisServer primary) {
        call(jedis -> jedis.replicaof("127.0.0.1", primary.port()));
        while (!call(jedis -> jedis.info("replication")).contains("master_link_status:up")) {
            Thread.onSpinWait();
        }
    }

    /** Waits until the server has as many entries. */
    void awaitEntries(long count) {
        while (call(jedis -> jedis.xlen("{sse}:log")) < count) {
            Thread.onSpinWait();
        }
    }

    /** Makes a replica a primary. */
    void promote() {
        call(Jedis::replicaofNoOne);
    }

    /** Returns the name of the log. */
    String hub() {
        return call(jedis -> jedis.hget("{sse}:meta", "hub"));
    }

    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Stops the process, which keeps its connections, until {@link #resume}. */
    void suspend() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException gone) {
            // Closed before.
        }
    }
}
