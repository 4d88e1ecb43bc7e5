package sse.examples.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.Cors;
import sse.api.Event;
import sse.api.Hub;
import sse.api.PublishException;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.examples.Example;
import sse.redis.RedisBackplane;

/**
 * Two servers, each as in a process of its own: all they have in common is Redis. Each publishes numbers, and the page
 * changes its stream between them and checks that no number is missing and none comes twice.
 */
public final class Cluster {
    /** The example. */
    public static final Example EXAMPLE =
            new Example("cluster", Cluster::start, List.of(new Example.Page("/", "the page")));

    private static final long PERIOD_MILLIS = 500;

    private Cluster() {}

    private static SseServer start(SseServer.Builder first) throws IOException {
        int redis = LocalRedis.start();
        SseServer second = node(SseServer.builder().port(0), redis).start();
        String page = resource("cluster.html").replace("SECOND_PORT", Integer.toString(second.port()));
        return node(first, redis).respond("/", request -> Response.html(page)).start();
    }

    /** Adds what each server has: its own connection to Redis, the shared topic, and a publisher. */
    static SseServer.Builder node(SseServer.Builder builder, int redis) throws IOException {
        RedisBackplane backplane =
                RedisBackplane.builder().address("127.0.0.1", redis).connect();
        Hub hub = Hub.builder().backplane(backplane).build();
        Topic numbers = hub.topic("numbers", topic -> topic.history(1_000, Duration.ofMinutes(10)));
        publish(numbers);
        StreamOptions options =
                StreamOptions.builder().lastEventIdParameter("after").build();
        return builder.cors(Cors.allow("*")).stream("/numbers", options, numbers);
    }

    private static void publish(Topic topic) {
        AtomicLong number = new AtomicLong();
        String name = Long.toHexString(System.nanoTime());
        ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "publisher");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused = publisher.scheduleAtFixedRate(
                () -> {
                    try {
                        topic.publish(Event.of("number", name + " " + number.get()));
                        number.incrementAndGet();
                    } catch (PublishException away) {
                        System.err.println(away.getMessage());
                    }
                },
                0,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Cluster.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource must be in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
