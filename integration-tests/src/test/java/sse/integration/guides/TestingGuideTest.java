package sse.integration.guides;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.nio.NioTransport;
import sse.testkit.ManualTicker;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/testing.md}. */
class TestingGuideTest {
    @Test
    void ticksEveryTwoSeconds() {
        StreamHandler clock = stream -> stream.every(Duration.ofSeconds(2), () -> Event.of("hello"));

        ManualTicker ticker = new ManualTicker();
        try (TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/clock", clock));
                TestStream client = server.connect("/clock")) {
            ticker.advance(Duration.ofSeconds(2));
            assertThat(client).nextEvent().hasType("message").hasData("hello");
            assertThat(client).hasNoEvent();
        }
    }

    @Test
    void resumesAfterReconnect() {
        Topic topic = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> builder.stream("/news", topic))) {
            TestStream client = server.connect("/news");
            topic.publish(Event.of("one"));
            assertThat(client).receives("one");
            client.close();
            topic.publish(Event.of("two"));
            try (TestStream again = client.reconnect()) {
                assertThat(again).receives("two");
            }
        }
    }

    @Test
    void disconnectsClientThatReadsNothing() {
        StreamOptions options = StreamOptions.builder().sendQueueBytes(1024).build();
        StreamHandler flood = stream -> {
            while (stream.isOpen()) {
                stream.send("x".repeat(100));
            }
        };
        try (TestServer server = TestServer.start(builder -> builder.stream("/flood", options, flood))) {
            TestStream client = server.client().withWindow(1).connect("/flood");
            assertThat(server.server().statistics().closedStreams()).containsEntry(CloseReason.OVERFLOW, 1L);
            assertThat(client.skipToEnd()).isNotEqualTo(StreamEnd.COMPLETE);
        }
    }

    @Test
    void runsBlockingHandlers() throws InterruptedException {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>(List.of("one", "two"));
        ExecutorService executor = Executors.newCachedThreadPool();
        try (TestServer server = TestServer.start(builder -> builder.executor(executor).stream("/queue", stream -> {
                    while (stream.isOpen()) {
                        stream.send(queue.take());
                    }
                }));
                TestStream client = server.connect("/queue")) {
            assertThat(client).receives("one", "two");
        } finally {
            executor.shutdownNow();
            assertThat(executor.awaitTermination(10, SECONDS)).isTrue();
        }
    }

    @Test
    void servesOverSockets() {
        try (TestServer server = TestServer.start(
                        new NioTransport(), builder -> builder.stream("/", stream -> stream.send("hello")));
                TestStream client = server.connect("/")) {
            assertThat(client).hasHeader("Content-Type", "text/event-stream").receives("hello");
        }
    }

    @Test
    void sendsExactBytes() {
        try (TestServer server = TestServer.start(builder -> builder.stream("/", stream -> stream.send("a\nb")));
                TestStream client = server.connect("/")) {
            String expected = ":\nretry: 3000\ndata: a\ndata: b\n\n";
            assertThat(client.readText(expected.length())).isEqualTo(expected);
        }
    }
}
