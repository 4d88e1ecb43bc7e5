package sse.integration.faults;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.integration.fixtures.Jars;

/**
 * A program for tests that exhaust a process's resources: a server with a {@link NumberTopic} and a stream of
 * heartbeats. Each line of its standard input is a command.
 */
final class FaultyServer {
    private static final StreamOptions BEATING =
            StreamOptions.builder().heartbeat(Duration.ofMillis(100)).build();

    /** The free bytes of a heap that is filled. */
    private static final int LEFT_BYTES = 4 << 20;

    private static final int PIECE_BYTES = 16 * 1024;

    private final NumberTopic topic = new NumberTopic();
    private final List<byte[]> retained = new ArrayList<>();
    private final SseServer server;

    private FaultyServer() throws Exception {
        SseServer.Builder builder = SseServer.builder()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .closeTimeout(Duration.ZERO)
                .stream("/", BEATING, stream -> {});
        topic.serveBy(builder);
        server = builder.start();
    }

    /** Returns the arguments of its java command. */
    static List<String> arguments(String transport, String... more) throws Exception {
        Path tests = Path.of(FaultyServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> arguments = new ArrayList<>(Arrays.asList(more));
        arguments.addAll(List.of("-cp", Jars.path("sse-api", "sse-" + transport) + File.pathSeparator + tests));
        arguments.add(FaultyServer.class.getName());
        return arguments;
    }

    public static void main(String[] args) throws Exception {
        FaultyServer faulty = new FaultyServer();
        faulty.topic.start();
        // Loads classes while descriptors are available.
        loopMillis();
        System.out.println("port " + faulty.server.port());
        try (var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(faulty.execute(line));
            }
        }
        faulty.server.close();
    }

    private String execute(String command) {
        return switch (command) {
            case "streams" -> "streams " + server.openStreams();
            case "fill" -> "fill " + fill();
            case "cpu" -> "cpu " + loopMillis();
            case "end" -> {
                topic.end();
                yield "ended";
            }
            default -> "unknown command: " + command;
        };
    }

    /** Fills the heap permanently and returns the remaining free bytes. */
    private long fill() {
        System.gc();
        for (long left = freeBytes(); left > LEFT_BYTES; left -= PIECE_BYTES) {
            retained.add(new byte[PIECE_BYTES]);
        }
        System.gc();
        return freeBytes();
    }

    private static long freeBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    /** Returns the CPU time of the threads that accept and serve connections. */
    private static long loopMillis() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null
                    && (thread.getThreadName().startsWith("sse-nio-")
                            || thread.getThreadName().startsWith("HTTP-Dispatcher"))) {
                nanos += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return nanos / 1_000_000;
    }
}
