package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.AttributeKey;
import sse.api.Cors;
import sse.api.Event;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The heads of streams, what {@code HEAD} shows of them, and who decides about them, on every transport. */
public abstract class StreamHeadServerTest extends ContractTest {
    private static final Headers ACCEPT = Headers.of("Accept", "text/event-stream");
    private static final String UTF_8 = "text/event-stream; charset=utf-8";

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected StreamHeadServerTest() {}

    @Test
    void sendsFieldsOfOptions() {
        StreamOptions options = StreamOptions.builder()
                .headers(Headers.builder()
                        .add("Content-Type", UTF_8)
                        .add("X-Extra", "1")
                        .build())
                .build();
        TestServer server = serve(b -> b.stream("/", options, streams));

        Headers headers = connect(server, "/").headers();
        TestResponse head = clientOf(server).request("HEAD", "/", ACCEPT, "");

        for (Headers fields : List.of(headers, head.headers())) {
            assertEquals(
                    List.of(UTF_8),
                    fields.all("Content-Type").stream()
                            .map(ContractTest::canonicalType)
                            .toList());
            assertEquals(List.of("1"), fields.all("X-Extra"));
            assertEquals(List.of("no-cache, no-transform"), fields.all("Cache-Control"));
            assertEquals(1, fields.all("Date").size());
        }
        assertFalse(head.headers().contains("Content-Length"));
    }

    @Test
    void sendsFieldsOfAdmission() {
        StreamOptions options = StreamOptions.builder()
                .headers(Headers.of("X-Extra", "of the options"))
                .admission(request -> Admission.accept()
                        .withHeader("X-Extra", request.query())
                        .withAddedHeader("Set-Cookie", "a=1")
                        .withAddedHeader("Set-Cookie", "b=2"))
                .build();
        TestServer server = serve(b -> b.stream("/", options, streams));

        Headers first = connect(server, "/?first").headers();
        Headers second = connect(server, "/?second").headers();

        assertEquals(List.of("first"), first.all("X-Extra"));
        assertEquals(List.of("second"), second.all("X-Extra"));
        assertEquals(List.of("a=1", "b=2"), second.all("Set-Cookie"));
    }

    @Test
    void handsAttributesOfAdmissionToHandler() {
        AttributeKey<String> user = AttributeKey.of("user", String.class);
        AttributeKey<Integer> level = AttributeKey.of("level", Integer.class);
        StreamOptions options = StreamOptions.builder()
                .admission(request -> Admission.accept()
                        .withAttribute(user, "unknown")
                        .withAttribute(level, 3)
                        .withAttribute(user, request.query()))
                .build();
        TestServer server = serve(b -> b.stream(
                "/",
                options,
                stream -> stream.send(stream.attribute(user).orElse("none")
                        + stream.attribute(level).orElse(0))));

        assertEquals("ada3", connect(server, "/?ada").nextEvent().data());
        assertEquals("bob3", connect(server, "/?bob").nextEvent().data());
    }

    @Test
    void answersHeadAsAdmissionDecides() {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> switch (request.query()) {
                    case "stop" -> Admission.stop();
                    case "no" -> Admission.reject(Response.text("no").withStatus(403));
                    case "busy" -> Admission.reject(503);
                    default -> Admission.accept().withHeader("X-Extra", "1");
                })
                .build();
        TestServer server = serve(b -> b.maxStreams(1).stream("/", options, streams));

        Map.of("stop", 204, "no", 403, "busy", 503, "yes", 200).forEach((query, status) -> {
            TestResponse head = clientOf(server).request("HEAD", "/?" + query, ACCEPT, "");
            assertEquals("", head.text());
            assertEquals(status, head.status());
            assertEquals(
                    status == 200 ? Optional.of("1") : Optional.empty(),
                    head.headers().first("X-Extra"));
        });
        assertFalse(streams.hasNext());
        assertEquals(0, server.server().openStreams());
        assertEquals(0, server.server().statistics().openedStreams());
    }

    @Test
    void spreadsRetriesOfRejectedClients() {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> Admission.reject(503))
                .build();
        TestServer server = serve(b -> b.stream("/", options, streams));

        Set<Integer> retries = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            TestResponse response = clientOf(server).request("GET", "/", ACCEPT, "");
            int seconds = Integer.parseInt(response.header("Retry-After"));
            assertEquals(503, response.status());
            assertTrue(seconds >= 5 && seconds <= 15, response::toString);
            retries.add(seconds);
        }
        // The probability that all of them are equal by chance is below 1 in 10 to the power of 19.
        assertTrue(retries.size() > 1, retries::toString);
    }

    @Test
    void treatsOverlongLastEventIdAsUnknown() {
        Topic topic = Topic.builder().build();
        topic.publish(Event.of("before"));
        TestServer server = serve(b -> b.stream("/", topic));

        TestStream client = closedAfterTest(
                clientOf(server).withLastEventId("x".repeat(1025)).connect("/"));
        MessageEvent event = client.ignoreUnread().nextEvent();

        assertEquals(200, client.status());
        assertEquals("gap", event.type());
    }

    @Test
    void allowsOriginsByFunction() {
        Cors cors = Cors.builder()
                .originFilter(origin -> origin.endsWith(".example.org"))
                .build();
        TestServer server = serve(b -> b.cors(cors).stream("/", streams));

        TestStream allowed = closedAfterTest(clientOf(server)
                .withHeader("Origin", "https://page.example.org")
                .connect("/"));
        TestStream other = closedAfterTest(
                clientOf(server).withHeader("Origin", "https://example.com").connect("/"));

        assertEquals(Optional.of("https://page.example.org"), allowed.headers().first("Access-Control-Allow-Origin"));
        assertFalse(other.headers().contains("Access-Control-Allow-Origin"));
        assertEquals(List.of("Origin"), other.headers().all("Vary"));
    }
}
