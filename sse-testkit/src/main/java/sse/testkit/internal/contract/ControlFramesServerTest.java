package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sse.api.CommentStyle;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.ResumePointPolicy;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

/** What a stream sends besides its events, byte for byte. */
public abstract class ControlFramesServerTest extends ContractTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final StreamOptions DEFAULTS = StreamOptions.defaults();

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected ControlFramesServerTest() {}

    @Test
    void beginsFirstEventWithCommentAndRetry() {
        TestStream client = open(DEFAULTS);
        EventStream stream = streams.next();

        assertEquals(PRELUDE, client.readText(PRELUDE.length()), "before any event");
        stream.send("x");
        stream.close();

        assertEquals("data: x\n\n", client.readRest());
    }

    @Test
    void sendsNoRetryIfTurnedOff() {
        assertEquals(":\ndata: x\n\n", bodyWith(StreamOptions.builder().noRetry()));
    }

    @Test
    void endsFirstCommentWithBlankLine() {
        StreamOptions.Builder block = StreamOptions.builder().firstComment(CommentStyle.BLOCK);
        assertEquals(":\nretry: 3000\n\ndata: x\n\n", bodyWith(block));
        assertEquals(":\n\ndata: x\n\n", bodyWith(block.noRetry()));
    }

    @Test
    void sendsNoFirstCommentIfTurnedOff() {
        StreamOptions.Builder none = StreamOptions.builder().noFirstComment();
        assertEquals("retry: 3000\ndata: x\n\n", bodyWith(none));
        assertEquals("data: x\n\n", bodyWith(none.noRetry()));
    }

    @Test
    void sendsHeadBeforeFirstEvent() {
        TestServer server = serve(b ->
                b.stream("/", StreamOptions.builder().noFirstComment().noRetry().build(), streams));

        TestStream client = connect(server, "/");
        EventStream stream = streams.next();
        assertEquals(200, client.status());
        stream.send("x");
        stream.close();

        assertEquals("data: x\n\n", client.readRest());
    }

    private String bodyWith(StreamOptions.Builder options) {
        TestServer server = serve(b -> b.stream("/", options.build(), stream -> {
            stream.send("x");
            stream.close();
        }));
        return connect(server, "/").readRest();
    }

    @Test
    void sendsHeartbeatsWithoutBlankLine() {
        expectHeartbeats(StreamOptions.builder(), ":\n");
    }

    @Test
    void endsHeartbeatsWithBlankLine() {
        expectHeartbeats(StreamOptions.builder().heartbeatStyle(CommentStyle.BLOCK), ":\n\n");
    }

    /** Three before the first event, and three after it. */
    private void expectHeartbeats(StreamOptions.Builder options, String heartbeat) {
        TestStream client = open(options.heartbeat(Duration.ofSeconds(8)).build());
        EventStream stream = streams.next();
        assertEquals(PRELUDE, client.readText(PRELUDE.length()));

        expectHeartbeats(client, heartbeat);
        stream.send("x");
        String read = client.readText(heartbeat.length());
        while (read.equals(heartbeat)) {
            read = client.readText(heartbeat.length());
        }
        assertEquals("data: x\n\n", read + client.readText("data: x\n\n".length() - read.length()));
        expectHeartbeats(client, heartbeat);
    }

    private void expectHeartbeats(TestStream client, String heartbeat) {
        whileTimePasses(() -> assertEquals(heartbeat.repeat(3), client.readText(3 * heartbeat.length())));
    }

    @Test
    void sendsCommentAndRetryWithoutBlankLine() {
        TestStream client = open(DEFAULTS);
        EventStream stream = streams.next();

        stream.send(Event.comment("note"));
        stream.send(Event.retry(Duration.ofSeconds(1)));
        stream.send("x");
        stream.close();

        assertEquals(PRELUDE + ": note\nretry: 1000\ndata: x\n\n", client.readRest());
    }

    @Test
    void shedsClientWithOneLine() {
        TestServer server = serve(b -> b.maxStreams(1).stream("/", streams));
        connect(server, "/");
        streams.next();

        String body = connect(server, "/").readRest();

        assertTrue(body.matches("retry: [0-9]+\n"), body);
    }

    @Test
    void sendsRetryWithinClosingEvent() {
        TestServer server = serve(b -> b.stream("/", streams)
                .closingEvent(Event.of("bye", "back soon"))
                .reconnectDelay(Duration.ofSeconds(7), Duration.ofSeconds(7)));
        TestStream client = connect(server, "/");
        streams.next();

        server.server().close();

        assertEquals(PRELUDE + "event: bye\nretry: 7000\ndata: back soon\n\n", client.readRest());
    }

    @Test
    void closesWithRetryLineIfThereIsNoEvent() {
        TestServer server =
                serve(b -> b.stream("/", streams).reconnectDelay(Duration.ofSeconds(7), Duration.ofSeconds(7)));
        TestStream client = connect(server, "/");
        streams.next();

        server.server().close();

        assertEquals(PRELUDE + "retry: 7000\n", client.readRest());
    }

    @Test
    void sendsResumePointToEventSourceOnly() {
        Topic topic = Topic.builder().ticker(ticker).build();
        topic.publish(event("1"));
        TestServer server = serve(b -> b.stream("/", topic));

        TestStream eventSource = eventSource(server, "");
        TestStream other = closedAfterTest(
                clientOf(server).withHeader("Cache-Control", "no-store").connect("/"));
        Eventually.becomes("subscribers", 2, topic::subscribers);
        topic.publish(event("2"));
        server.server().close();

        assertEquals(PRELUDE + "event: resume-point\nid: 1\ndata: \n\nid: 2\ndata: x\n\n", eventSource.readRest());
        assertEquals(PRELUDE + "id: 2\ndata: x\n\n", other.readRest());
    }

    @Test
    void sendsResumePointAsConfigured() {
        Topic topic = Topic.builder().ticker(ticker).build();
        topic.publish(event("1"));
        StreamOptions all = StreamOptions.builder()
                .resumePoints(ResumePointPolicy.ALWAYS)
                .resumePointType("position")
                .build();
        StreamOptions none =
                all.toBuilder().resumePoints(ResumePointPolicy.NEVER).build();
        TestServer server = serve(b -> b.stream("/all", all, topic).stream("/none", none, topic));

        TestStream ofAll = closedAfterTest(
                clientOf(server).withHeader("Cache-Control", "no-store").connect("/all"));
        TestStream ofNone = connect(server, "/none");
        Eventually.becomes("subscribers", 2, topic::subscribers);
        server.server().close();

        assertEquals(PRELUDE + "event: position\nid: 1\ndata: \n\n", ofAll.readRest());
        assertEquals(PRELUDE, ofNone.readRest());
    }

    @Test
    void resumesClientThatHasHadNoEvent() {
        Topic topic = Topic.builder().ticker(ticker).build();
        TestServer server = serve(b -> b.stream("/", topic));
        TestStream client = eventSource(server, "");
        while (client.lastEventId().isEmpty()) {
            client.readByte();
        }

        client.close();
        topic.publish(event("1"));
        TestStream again = closedAfterTest(client.reconnect().ignoreUnread());

        assertEquals("1", again.nextEvent().lastEventId());
    }

    @Test
    void notifiesOfGapOnce() {
        Topic topic = Topic.builder().ticker(ticker).gapPolicy(GapPolicy.LIVE).build();
        topic.publish(event("1"));
        TestServer server = serve(b -> b.stream("/", topic));
        TestStream client = eventSource(server, "of-another-run");

        TestStream again = client;
        String gap = PRELUDE + "event: gap\nid: 1\ndata: {\"lost\":null,\"reason\":\"unknown\"}\n\n";
        assertEquals(gap, client.readText(gap.length()));
        for (int i = 0; i < 2; i++) {
            again = closedAfterTest(again.reconnect().ignoreUnread());
            assertEquals(PRELUDE, again.readText(PRELUDE.length()));
        }
        topic.publish(event("2"));

        assertEquals("id: 2\ndata: x\n\n", again.readText("id: 2\ndata: x\n\n".length()));
    }

    private TestStream eventSource(TestServer server, String lastEventId) {
        return closedAfterTest(
                clientOf(server).withLastEventId(lastEventId).connect("/").ignoreUnread());
    }

    private static Event event(String id) {
        return Event.of("x").withId(id);
    }

    private TestStream open(StreamOptions options) {
        return connect(serve(b -> b.stream("/", options, streams)), "/");
    }
}
