package sse.benchmarks.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A redis-server of this program alone, without persistence. Ends with the JVM at the latest. */
public final class LocalRedis implements AutoCloseable {
    private static final long START_SECONDS = 10;

    private final Process process;
    private final Path directory;
    private final int port;

    private LocalRedis(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Returns true if there is a redis-server on the path. */
    public static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "redis-server")));
    }

    /**
     * Starts a server, which accepts connections when this returns.
     *
     * @throws IOException if it does not start, or there is none on the path
     */
    public static LocalRedis start() throws IOException {
        int port = freePort();
        Path directory = Files.createTempDirectory("redis");
        List<String> command =
                List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        LocalRedis server = new LocalRedis(process, directory, port);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "redis-end"));
        server.awaitPort();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitPort() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("redis-server must start on port " + port, notYet);
                }
            }
        }
    }

    /** Returns its port on the loopback address. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
