package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.Event;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Where the id comes from that a client resumes from, on every transport. */
public abstract class LastEventIdServerTest extends ContractTest {
    private static final StreamHandler ECHO = stream -> {
        stream.send(stream.lastEventId().orElse("none"));
        stream.close();
    };
    private static final StreamOptions OF_CONTENT =
            bare().lastEventId(LastEventIdServerTest::idOfContent).build();
    private static final RequestOptions POST = RequestOptions.methods("POST");

    /** Creates the part. */
    protected LastEventIdServerTest() {}

    @Test
    void takesIdFromFunctionOfRequest() {
        TestServer server = serve(b -> b.stream("/", POST, OF_CONTENT, ECHO)
                .respond("/reply", POST, request -> Reply.stream(OF_CONTENT, ECHO)));

        for (String path : new String[] {"/", "/reply"}) {
            assertEquals("data: 17\n\n", post(server, path, Headers.empty(), "from 17"));
            assertEquals("data: none\n\n", post(server, path, Headers.empty(), "from the start"));
            assertEquals("data: 20\n\n", post(server, path, Headers.of("Last-Event-ID", "20"), "from 17"));
        }
    }

    @Test
    void prefersHeaderAndParameterToFunction() {
        StreamOptions options = bare().lastEventIdParameter("after")
                .lastEventId(request -> Optional.of(request.pathParameter("offset")))
                .build();
        TestServer server = serve(b -> b.stream("/{offset}", options, ECHO));
        TestClient resuming = clientOf(server).withLastEventId("header");

        assertEquals("header", first(resuming, "/1?after=2"));
        assertEquals("2", first(clientOf(server), "/1?after=2"));
        assertEquals("1", first(clientOf(server), "/1"));
        assertEquals("1", first(clientOf(server), "/1?after="));
    }

    @Test
    void resumesTopicFromFunctionOfRequest() {
        Topic topic = Topic.builder().build();
        String id = topic.publish(Event.of("seen"));
        topic.publish(Event.of("missed"));
        StreamOptions options =
                bare().lastEventId(request -> Optional.of(request.text())).build();
        TestServer server = serve(b -> b.stream("/", POST, options, topic).stream("/by-path/{id}", byPath(), topic));

        assertEquals("missed", firstOfPost(server, id).data());
        assertEquals("gap", firstOfPost(server, "unknown").type());
        assertEquals("missed", first(clientOf(server), "/by-path/" + id));
        assertEquals("gap", firstType(clientOf(server), "/by-path/unknown"));
        assertEquals("gap", firstType(clientOf(server), "/by-path/" + "x".repeat(1025)));
    }

    @Test
    void showsIdToAdmission() {
        StreamOptions options = OF_CONTENT.toBuilder()
                .admission(request -> request.lastEventId().isPresent() ? Admission.accept() : Admission.reject(400))
                .build();
        TestServer server = serve(b -> b.stream("/", POST, options, ECHO));

        assertEquals("data: 17\n\n", post(server, "/", Headers.empty(), "from 17"));
        assertEquals(
                400, clientOf(server).request("POST", "/", Headers.empty(), "").status());
    }

    @Test
    void answers500IfFunctionThrows() {
        StreamOptions options = bare().lastEventId(request -> Optional.of("" + Integer.parseInt(request.text())))
                .build();
        StreamWatch streams = new StreamWatch();
        TestServer server = serve(b -> b.stream("/", POST, options, streams));

        try (LogWatch log = LogWatch.onCore()) {
            assertEquals(
                    500,
                    clientOf(server).request("POST", "/", Headers.empty(), "x").status());
            log.awaitOnly("last event id function of / threw");
        }
        assertFalse(streams.hasNext());
        assertEquals(0, server.server().openStreams());
    }

    private static StreamOptions.Builder bare() {
        return StreamOptions.builder().noFirstComment().noRetry();
    }

    private static StreamOptions byPath() {
        return bare().lastEventId(request -> Optional.of(request.pathParameter("id")))
                .build();
    }

    private static Optional<String> idOfContent(Request request) {
        String rest = request.text().replaceFirst("from ", "");
        return rest.matches("[0-9]+") ? Optional.of(rest) : Optional.empty();
    }

    private static String post(TestServer server, String path, Headers headers, String content) {
        return clientOf(server).request("POST", path, headers, content).text();
    }

    private MessageEvent firstOfPost(TestServer server, String content) {
        TestConnection connection = closedAfterTest(clientOf(server).open());
        connection.send("POST", "/", Headers.empty(), content);
        return connection.receiveStream().ignoreUnread().nextEvent();
    }

    private String first(TestClient client, String path) {
        TestStream stream = closedAfterTest(client.connect(path));
        return stream.ignoreUnread().nextEvent().data();
    }

    private String firstType(TestClient client, String path) {
        TestStream stream = closedAfterTest(client.connect(path));
        return stream.ignoreUnread().nextEvent().type();
    }
}
