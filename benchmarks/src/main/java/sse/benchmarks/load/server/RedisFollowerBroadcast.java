package sse.benchmarks.load.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sse.api.Event;
import sse.api.Topic;

/** As {@link RedisBroadcast}, but what is broadcast is published by another process. */
public final class RedisFollowerBroadcast extends TopicBroadcast {
    private final RedisHub hub;
    private final Process publisher;
    private final Writer events;

    /** Starts Redis and the process that publishes, and opens the topic; the server is not started. */
    public RedisFollowerBroadcast() throws IOException {
        this(RedisHub.start());
    }

    private RedisFollowerBroadcast(RedisHub hub) throws IOException {
        super(builder -> builder.transport("nio"), hub.topic());
        this.hub = hub;
        publisher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RedisFollowerBroadcast.class.getName(),
                        Integer.toString(hub.redis().port()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        events = publisher.outputWriter(StandardCharsets.US_ASCII);
    }

    /**
     * The process that publishes: each line of its input is an event, until that ends.
     *
     * @param args the port of Redis
     */
    public static void main(String... args) throws IOException {
        Topic topic = RedisHub.topicOf(RedisHub.connect(Integer.parseInt(args[0])));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            topic.publishAsync(Event.of(line));
        }
        System.exit(0);
    }

    @Override
    public void broadcast(long sequence, String data) throws IOException {
        events.write(data + "\n");
        events.flush();
    }

    @Override
    public void close() {
        publisher.destroyForcibly();
        super.close();
        hub.close();
    }
}
