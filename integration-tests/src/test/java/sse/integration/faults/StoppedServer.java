package sse.integration.faults;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.spi.HttpLimits;
import sse.integration.fixtures.Jars;

/**
 * A server with short deadlines, whose process is stopped by the test. Each line of its standard input is a command.
 */
final class StoppedServer {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int LARGE_BYTES = 16 * 1024 * 1024;
    private static final StreamOptions OPTIONS =
            StreamOptions.builder().writeTimeout(TIMEOUT).heartbeat(TIMEOUT).build();

    private final Topic topic = Topic.builder().build();
    private final AtomicInteger closed = new AtomicInteger();

    private StoppedServer() {}

    /** Returns the arguments of its java command. */
    static List<String> arguments(String transport) throws Exception {
        Path tests = Path.of(StoppedServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return List.of(
                "-cp",
                Jars.path("sse-api", "sse-" + transport) + File.pathSeparator + tests,
                StoppedServer.class.getName());
    }

    public static void main(String[] args) throws Exception {
        new StoppedServer().run();
    }

    private void run() throws Exception {
        HttpLimits limits = HttpLimits.builder()
                .requestTimeout(TIMEOUT)
                .idleTimeout(TIMEOUT)
                .build();
        List<String> large = new ArrayList<>();
        large.add("x".repeat(LARGE_BYTES));
        try (SseServer server = SseServer.builder()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .limits(limits)
                .closeTimeout(Duration.ZERO)
                .stream("/quiet", OPTIONS, stream -> {
                    subscribe(stream);
                    stream.send("open");
                })
                .stream("/large", OPTIONS, stream -> {
                    subscribe(stream);
                    stream.send(large.get(0));
                    stream.send("last");
                })
                .respond("/echo", request -> Response.text(request.text()))
                .start()) {
            System.out.println("port " + server.address().getPort());
            var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                switch (line) {
                    case "streams" -> System.out.println("streams " + server.openStreams());
                    case "closed" -> System.out.println("closed " + closed.get());
                    case "send" -> topic.publish(Event.of("sent"));
                    default -> throw new IllegalArgumentException("unknown command: " + line);
                }
            }
        }
    }

    private void subscribe(EventStream stream) {
        stream.onClose(reason -> closed.incrementAndGet());
        topic.subscribe(stream);
    }
}
