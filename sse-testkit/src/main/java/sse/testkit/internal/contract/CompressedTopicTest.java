package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sse.api.Compression;
import sse.api.Event;
import sse.api.ResumePointPolicy;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.internal.contract.support.Eventually;

/** The base of the tests of compressed streams: a topic whose streams are, and clients that ask for it. */
public abstract class CompressedTopicTest extends ContractTest {
    static final StreamOptions GZIP = StreamOptions.builder()
            .compression(Compression.GZIP)
            .resumePoints(ResumePointPolicy.NEVER)
            .build();

    /** After so many events a deflater has a history. */
    static final int EVENTS_TO_JOIN = 30;

    private static final int MOST_EVENTS_TO_JOIN = 500;

    final StreamWatch streams = new StreamWatch();
    final Topic topic = Topic.builder().build();

    /** Creates a part. */
    protected CompressedTopicTest() {}

    final TestServer serveTopic() {
        return serve(b -> b.stream("/", GZIP, topic));
    }

    static TestClient asking(TestServer server) {
        return clientOf(server).withHeader("Accept-Encoding", "gzip");
    }

    final GzipClient connectAsking(TestServer server) {
        return connectAsking(server, "/");
    }

    final GzipClient connectAsking(TestServer server, String path) {
        return closedAfterTest(new GzipClient(asking(server).connect(path).ignoreUnread()));
    }

    final GzipClient subscribed(TestServer server, int subscribers) {
        GzipClient client = connectAsking(server);
        Eventually.becomes("subscribers", subscribers, topic::subscribers);
        return client;
    }

    /** Publishes events, each when every client has received the one before. */
    final void publish(int events, List<GzipClient> clients) {
        for (int i = 0; i < events; i++) {
            publishTakingBytes(clients);
        }
    }

    final void publishTakingBytes(List<GzipClient> clients) {
        clients.forEach(GzipClient::takenBytes);
        topic.publish(tick(0));
        for (GzipClient client : clients) {
            assertEquals(tick(0).data().orElseThrow(), client.nextData());
        }
    }

    /** Publishes until an event is short for each client, because it is like those before: a stream may fall behind. */
    final void awaitInStep(List<GzipClient> clients) {
        int half = tick(0).encodedLength() / 2;
        for (int i = 0; i < MOST_EVENTS_TO_JOIN; i++) {
            publishTakingBytes(clients);
            if (clients.stream().mapToInt(client -> client.takenBytes().length).allMatch(length -> length < half)) {
                return;
            }
        }
        throw new AssertionError("clients must be in step after " + MOST_EVENTS_TO_JOIN + " events");
    }

    static Event tick(int number) {
        return Event.of("{\"symbol\":\"SSE\",\"price\":" + number * 37 % 1000 + ",\"currency\":\"EUR\",\"number\":"
                + number + ",\"exchange\":\"of this test\"}");
    }

    static void assertContains(String text, byte[] bytes) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(all.contains(text), () -> "bytes must contain " + text + ": " + all);
    }
}
