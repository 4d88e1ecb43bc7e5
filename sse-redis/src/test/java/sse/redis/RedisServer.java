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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.StreamEntry;
import sse.api.spi.history.EntryId;

/** A redis-server of a test, in a directory of its own; it syncs every write. Ends with the JVM at the latest. */
final class RedisServer implements AutoCloseable {
    private static final int PAGE = 10_000;

    private final Path directory;
    private final int port;
    private final Map<String, String> environment;
    private final List<String> options;
    private Process process;

    private RedisServer(Path directory, int port, Map<String, String> environment, List<String> options) {
        this.directory = directory;
        this.port = port;
        this.environment = environment;
        this.options = options;
    }

    /** Starts a server, or aborts the test if there is none on the path. */
    static RedisServer start(String... options) {
        return start(Map.of(), options);
    }

    /** Starts a server with variables, or aborts the test if there is none on the path. */
    static RedisServer start(Map<String, String> environment, String... options) {
        requireInstalled();
        try {
            RedisServer server = new RedisServer(directory(), freePort(), environment, List.of(options));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.startAgain();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Aborts the test if there is no server on the path. */
    static void requireInstalled() {
        boolean isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "redis-server")));
        Assumptions.assumeTrue(isInstalled, "redis-server must be on the path: apt-get install redis-server");
    }

    /** In memory where that is possible: a disk that other programs use takes seconds to sync. */
    private static Path directory() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "redis")
                : Files.createTempDirectory("redis");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the value of an option. */
    String option(String name) {
        return options.get(options.indexOf(name) + 1);
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
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("output").toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
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
            return call(jedis -> jedis.info("persistence")).lines().anyMatch("loading:0"::equals);
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

    /** Waits until this replica has everything that its primary has had so far. */
    void awaitReplicated(RedisServer primary) {
        long offset = primary.offset();
        while (offset() < offset) {
            Thread.onSpinWait();
        }
    }

    private long offset() {
        return call(jedis -> jedis.info("replication"))
                .lines()
                .filter(line -> line.startsWith("master_repl_offset:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    /** Makes a replica a primary. */
    void promote() {
        call(Jedis::replicaofNoOne);
    }

    /** Returns the ids of everything that the log retains. */
    List<EntryId> ids() {
        String hub = hub();
        List<EntryId> ids = new ArrayList<>();
        call(jedis -> {
            List<StreamEntry> page = jedis.xrange("{sse}:log", new StreamEntryID(0, 0), null, PAGE);
            while (!page.isEmpty()) {
                page.forEach(entry -> ids.add(
                        EntryId.of(hub, entry.getID().getTime(), entry.getID().getSequence())));
                StreamEntryID last = page.get(page.size() - 1).getID();
                page = jedis.xrange("{sse}:log", new StreamEntryID(last.getTime(), last.getSequence() + 1), null, PAGE);
            }
            return null;
        });
        return ids;
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
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        "server must take the signal " + name + ": kill has failed with " + status);
            }
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
