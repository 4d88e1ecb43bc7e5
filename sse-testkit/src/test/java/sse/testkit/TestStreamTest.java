package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;
import sse.api.Response;
import sse.api.StreamOptions;

class TestStreamTest {
    private final List<EventStream> streams = new ArrayList<>();
    private final TestServer server = TestServer.start(b ->
            b.stream("/", StreamOptions.builder().noRetry().build(), streams::add).stream(
                            "/refused",
                            StreamOptions.builder()
                                    .admission(request -> sse.api.Admission.reject(
                                            Response.text("no\n").withStatus(403)))
                                    .build(),
                            streams::add)
                    .respond("/page", request -> Response.text("a page")));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void returnsEventsInOrder() {
        try (TestStream client = server.connect("/")) {
            stream().send(Event.builder().type("t").id("1").data("a\nb").build());
            stream().send("second");

            assertThat(client.nextEvent()).isEqualTo(MessageEvent.of("t", "a\nb", "1"));
            assertThat(client.lastEventId()).isEqualTo("1");
            assertThat(client.nextEvents(1)).containsExactly(MessageEvent.of("message", "second", "1"));
            assertThat(client.pollEvent()).isEmpty();
        }
    }

    @Test
    void describesReceivedInsteadOfEvent() {
        TestStream client = server.connect("/");
        stream().send(Event.comment("ping \"1\""));

        assertThatThrownBy(client::nextEvent)
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "no event from /: the stream is open, and nothing more arrived; comments not read yet: [\"\","
                                + " \"ping \\\"1\\\"\"]");
    }

    @Test
    void describesEndInsteadOfEvent() {
        TestStream client = server.connect("/");
        client.nextComment();
        stream().close();

        assertThatThrownBy(client::nextEvent).hasMessage("no event from /: the stream has ended (COMPLETE)");
        assertThatThrownBy(client::nextComment).hasMessage("no comment from /: the stream has ended (COMPLETE)");
        assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
    }

    @Test
    void describesResponseThatIsNoStream() {
        assertThatThrownBy(server.connect("/refused")::nextEvent)
                .hasMessage("no event from /refused: the response is no event stream, but has status 403, type"
                        + " \"text/plain; charset=utf-8\" and content \"no\\n\"");
        assertThatThrownBy(server.connect("/page")::nextEvent)
                .hasMessage("no event from /page: the response is no event stream, but has status 200, type"
                        + " \"text/plain; charset=utf-8\" and content \"a page\"");
    }

    @Test
    void closesResponseWithoutReadingIt() {
        server.connect("/refused").close();
        server.connect("/page").close();
    }

    @Test
    void awaitEndFailsIfEventIsUnread() {
        TestStream client = server.connect("/");
        stream().send("unread");
        stream().close();

        assertThatThrownBy(client::awaitEnd)
                .hasMessageContaining("no end of /")
                .hasMessageContaining(
                        "events not read yet: [MessageEvent[type=\"message\", data=\"unread\", lastEventId=\"\"]]");
        client.nextEvent();
        client.awaitEnd();
    }

    @Test
    void awaitEndFailsIfStreamIsOpen() {
        TestStream client = server.connect("/");

        assertThatThrownBy(client::awaitEnd).hasMessageStartingWith("no end of /: the stream is open");
        assertThatThrownBy(client::skipToEnd).hasMessageStartingWith("no end of /: the stream is open");
    }

    @Test
    void closeFailsIfEventIsUnread() {
        TestStream client = server.connect("/");
        stream().send("unread");

        assertThatThrownBy(client::close)
                .isInstanceOf(AssertionError.class)
                .hasMessage("events must be read before / is closed, or waived with ignoreUnread():"
                        + " [MessageEvent[type=\"message\", data=\"unread\", lastEventId=\"\"]]");
        assertThat(stream().closeReason()).contains(CloseReason.CLIENT_GONE);
        client.close();
    }

    @Test
    void closeFailsIfEventsFollowWindow() {
        TestStream client = server.client().withWindow(10).connect("/");
        stream().send("x".repeat(100));

        assertThatThrownBy(client::close).hasMessageStartingWith("events must be read before / is closed");
    }

    @Test
    void ignoresUnreadEventsOnRequest() {
        TestStream client = server.connect("/").ignoreUnread();
        stream().send("unread");

        client.close();

        assertThat(stream().closeReason()).contains(CloseReason.CLIENT_GONE);
    }

    @Test
    void closesIfOnlyCommentsAreUnread() {
        TestStream client = server.connect("/");
        stream().send(Event.comment("unread"));

        client.close();
    }

    @Test
    void resetsIfEventsAreUnread() {
        TestStream client = server.connect("/");
        stream().send("unread");

        client.reset();
        client.close();

        assertThat(stream().closeReason()).contains(CloseReason.CLIENT_GONE);
    }

    @Test
    void readsBytesAfterEvent() {
        try (TestStream client = server.connect("/")) {
            stream().send("first");
            stream().send("second");
            stream().send("ü");
            client.nextEvent();

            assertThat(client.readText(14)).isEqualTo("data: second\n\n");
            assertThat(client.readByte()).isEqualTo('d');
            assertThat(client.readText(7)).isEqualTo("ata: ü");
            assertThat(client.readByte()).isEqualTo('\n');
            assertThat(client.readByte()).isEqualTo('\n');
        }
    }

    @Test
    void closeFailsInMiddleOfLine() {
        TestStream client = server.connect("/");
        client.nextComment();
        stream().send("x");
        client.readText(4);

        assertThatThrownBy(client::close).hasMessageStartingWith("events must be read before / is closed");
    }

    @Test
    void countsEventsInTakenBytesAsRead() {
        try (TestStream client = server.connect("/")) {
            client.nextComment();
            stream()
                    .send(Event.builder()
                            .id("7")
                            .retry(Duration.ofSeconds(9))
                            .data("x")
                            .build());
            stream().close();

            assertThat(client.readRest()).isEqualTo("id: 7\nretry: 9000\ndata: x\n\n");
            assertThat(client.lastEventId()).isEqualTo("7");
            assertThat(client.retry()).contains(Duration.ofSeconds(9));
            assertThat(client.readByte()).isEqualTo(-1);
        }
    }

    @Test
    void failsIfBytesAreMissing() {
        TestStream client = server.connect("/").ignoreUnread();
        client.nextComment();

        assertThatThrownBy(() -> client.readText(3)).hasMessageStartingWith("not 3 bytes from /: the stream is open");
        assertThatThrownBy(client::readRest).hasMessageStartingWith("no end of /: the stream is open");
    }

    @Test
    void reconnectsWithLastEventId() {
        TestStream first = server.client().withLastEventId("é0").connect("/");
        assertThat(stream().lastEventId()).contains("é0");
        stream().send(Event.builder().id("é1").data("x").build());
        assertThat(first.nextEvent().lastEventId()).isEqualTo("é1");
        stream().send("lost with the connection");

        TestStream second = first.reconnect();
        assertThat(stream().lastEventId()).contains("é1");
        TestStream third = second.reconnect();
        assertThat(stream().lastEventId()).contains("é1");
        stream().send(Event.builder().id("").data("reset").build());
        third.nextEvent();
        TestStream fourth = third.reconnect();

        assertThat(stream().lastEventId()).isEmpty();
        assertThat(fourth.lastEventId()).isEmpty();
        assertThat(streams.subList(0, 3)).noneMatch(EventStream::isOpen);
    }

    @Test
    void ignoresIdOfIncompleteEvent() {
        TestStream client = server.client().withReadSize(1).connect("/");
        client.nextComment();
        stream().send(Event.builder().id("1").data("x").build());
        client.readText("id: 1\n".length());

        assertThat(client.lastEventId()).isEmpty();
        client.readText("data: x\n\n".length());
        assertThat(client.lastEventId()).isEqualTo("1");
    }

    @Test
    void keepsReconnectionTimeOnReconnect() {
        TestStream client = server.connect("/").ignoreUnread();
        assertThat(client.retry()).isEmpty();
        stream().send(Event.retry(Duration.ofMillis(250)));
        stream().send("x");
        client.nextEvent();

        assertThat(client.reconnect().retry()).isEqualTo(Optional.of(Duration.ofMillis(250)));
    }

    private EventStream stream() {
        return streams.get(streams.size() - 1);
    }
}
