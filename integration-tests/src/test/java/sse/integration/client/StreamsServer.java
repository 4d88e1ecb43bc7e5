package sse.integration.client;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import sse.api.Event;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.integration.fixtures.Jars;

/**
 * A server in a process of its own, for more streams than server and clients can have in one. Each line of its standard
 * input is a command.
 */
final class StreamsServer {
    private static final StreamOptions OPTIONS =
            StreamOptions.builder().retry(Duration.ofSeconds(1)).build();

    private StreamsServer() {}

    /** Returns the arguments of its java command. */
    static List<String> arguments() throws Exception {
        Path tests = Path.of(StreamsServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return List.of(
                "-cp", Jars.path("sse-api", "sse-nio") + File.pathSeparator + tests, StreamsServer.class.getName());
    }

    public static void main(String[] args) throws Exception {
        Topic topic = Topic.builder().replayOnSubscribe(1).build();
        topic.publish(Event.of("first"));
        SseServer server = start(0, topic);
        int port = server.port();
        System.out.println("port " + port);
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            switch (line) {
                case "streams" -> System.out.println("streams " + server.openStreams());
                case "publish" -> topic.publish(Event.of("next"));
                case "restart" -> {
                    server.close();
                    server = start(port, topic);
                    System.out.println("restart " + port);
                }
                default -> throw new IllegalArgumentException("unknown command: " + line);
            }
        }
        server.close();
    }

    private static SseServer start(int port, Topic topic) throws IOException {
        return SseServer.builder()
                .transport("nio")
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .closeTimeout(Duration.ZERO)
                .stream("/", OPTIONS, topic)
                .start();
    }
}
