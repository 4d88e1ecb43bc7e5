package sse.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.benchmarks.load.server.MemoryBroadcast;
import sse.benchmarks.load.server.NginxGzipBroadcast;
import sse.benchmarks.load.server.ServerCommands;
import sse.benchmarks.load.server.Servers;
import sse.benchmarks.redis.LocalRedis;

/** Server and subscribers in one process, told what to do as the processes are. */
class BroadcastTest {
    private static final int STREAMS = 20;
    private static final int PUBLICATIONS = 300;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nio",
                "nio-gzip",
                "nio-tls",
                "nio-run",
                "jdkhttp",
                "jdkhttp-tls",
                "netty-tls",
                "undertow-gzip",
                "jetty-gzip",
                "tomcat",
                "jetty-mount"
            })
    void deliversAFloodToEverySubscriber(String name) throws Exception {
        try (ServerCommands server = new ServerCommands(Servers.create(name));
                ClientLoop<Subscribers> loop = new ClientLoop<>(new SocketSubscribers(connectorOf(name)))) {
            SubscriberCommands subscribers = new SubscriberCommands(loop);
            Map<String, Long> ports = numbers(server.start());
            subscribers.answer("control", ports.get("control").toString());
            subscribers.answer("open", ports.get("port").toString(), Integer.toString(STREAMS), "100");
            awaitStreams(server);

            server.answer("flood", "4", "100");
            assertEverythingArrives(server, subscribers);
            Map<String, Long> report = report(subscribers);
            assertThat(report.get("bytes") < 100 * report.get("deliveries")).isEqualTo(name.endsWith("-gzip"));
        }
    }

    @Test
    void deliversAFloodThroughNginx() throws Exception {
        assumeTrue(NginxGzipBroadcast.isInstalled(), "nginx must be on the path");
        deliversAFloodToEverySubscriber(Servers.NGINX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio-redis", "nio-redis-follower"})
    void deliversAFloodOverRedis(String name) throws Exception {
        assumeTrue(LocalRedis.isInstalled(), "redis-server must be on the path");
        deliversAFloodToEverySubscriber(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void deliversPostsToEverySubscriber(String name) throws Exception {
        try (ServerCommands server = new ServerCommands(Servers.create(name));
                ClientLoop<Subscribers> loop = new ClientLoop<>(new SocketSubscribers())) {
            SubscriberCommands subscribers = new SubscriberCommands(loop);
            PostCommands posts = new PostCommands(loop);
            String port = numbers(server.start()).get("port").toString();
            subscribers.answer("open", port, Integer.toString(STREAMS), "100");
            awaitStreams(server);
            posts.answer("post-open", port, "4", "100");
            posts.answer("post-flood", "16");
            awaitDeliveries(subscribers, STREAMS * PUBLICATIONS);
            posts.answer("post-stop");
            posts.answer("post-rate", "1000");
            awaitDeliveries(subscribers, STREAMS * 2 * PUBLICATIONS);

            assertComplete(
                    subscribers,
                    numbers(posts.answer("post-stop").orElseThrow()).get("posted"));
        }
    }

    @Test
    void deliversAtARateInMemory() throws Exception {
        try (ServerCommands server = new ServerCommands(new MemoryBroadcast());
                ClientLoop<Subscribers> loop = new ClientLoop<>(new MemorySubscribers())) {
            SubscriberCommands subscribers = new SubscriberCommands(loop);
            String port = numbers(server.start()).get("port").toString();
            subscribers.answer("open", port, Integer.toString(STREAMS), "100");
            awaitStreams(server);

            server.answer("rate", "1000", "100");
            assertEverythingArrives(server, subscribers);
        }
    }

    private static Connector connectorOf(String name) {
        return name.endsWith("-tls") ? new TlsConnector() : Connector.plain();
    }

    private static void awaitStreams(ServerCommands server) throws Exception {
        while (numbers(server.answer("streams").orElseThrow()).get("streams") < STREAMS) {
            spin();
        }
    }

    private static void assertEverythingArrives(ServerCommands server, SubscriberCommands subscribers)
            throws Exception {
        awaitDeliveries(subscribers, STREAMS * PUBLICATIONS);
        assertComplete(subscribers, numbers(server.answer("stop").orElseThrow()).get("published"));
    }

    private static void awaitDeliveries(SubscriberCommands subscribers, long count) throws Exception {
        while (report(subscribers).get("deliveries") < count) {
            spin();
        }
    }

    private static void assertComplete(SubscriberCommands subscribers, long published) throws Exception {
        String drained = subscribers.answer("drain", Long.toString(published)).orElseThrow();

        assertThat(drained).isEqualTo("outstanding=0");
        assertThat(report(subscribers))
                .containsEntry("deliveries", STREAMS * published)
                .containsEntry("missing", 0L)
                .containsEntry("duplicated", 0L)
                .containsEntry("reordered", 0L)
                .containsEntry("ended", 0L);
    }

    private static void spin() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("test took too long");
        }
        Thread.onSpinWait();
    }

    private static Map<String, Long> report(SubscriberCommands subscribers) throws Exception {
        return numbers(subscribers.answer("report").orElseThrow());
    }

    private static Map<String, Long> numbers(String answer) {
        return Arrays.stream(answer.split(" "))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
    }
}
