package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;

class SseAssertionsTest {
    private final List<EventStream> streams = new ArrayList<>();

    @Test
    void describesMessageEvent() {
        MessageEvent event = MessageEvent.of("tick", "100%", "7");

        assertThat(event).hasType("tick").hasData("100%").hasId("7");
        assertFails(
                () -> assertThat(event).hasType("message"),
                "type must be \"message\": MessageEvent[type=\"tick\", data=\"100%\", lastEventId=\"7\"]");
        assertFails(
                () -> assertThat(event).hasData("x"),
                "data must be \"x\": MessageEvent[type=\"tick\", data=\"100%\", lastEventId=\"7\"]");
        assertFails(
                () -> assertThat(event).as("the first one").hasId(""),
                "[the first one] id must be \"\": MessageEvent[type=\"tick\", data=\"100%\", lastEventId=\"7\"]");
    }

    @Test
    void describesEvent() {
        Event event = Event.builder()
                .type("t")
                .id("1")
                .data("x")
                .comment("c")
                .retry(Duration.ofSeconds(1))
                .build();

        assertThat(event).hasType("t").hasId("1").hasData("x").hasComment("c").hasRetry(Duration.ofSeconds(1));
        assertThat(Event.of("x")).hasNoId().hasNoType();
        assertFails(() -> assertThat(Event.of("x")).hasId("1"), "id must be 1: Event[data=\"x\"]");
        assertFails(
                () -> assertThat(Event.of("t", "x")).hasNoType(), "type must be absent: Event[type=\"t\", data=\"x\"]");
        assertFails(
                () -> assertThat(Event.of("x")).hasRetry(Duration.ofSeconds(1)),
                "retry must be PT1S: Event[data=\"x\"]");
        assertFails(() -> assertThat(Event.of("x")).hasComment("c"), "comment must be c: Event[data=\"x\"]");
    }

    @Test
    void describesBothEndsOfStream() {
        try (TestServer server = TestServer.start(b -> b.stream("/", streams::add));
                TestStream client = server.connect("/")) {
            EventStream stream = streams.get(0);
            stream.send(Event.of("hello").withId("1"));
            stream.send("a");
            stream.send("b");
            stream.send(Event.comment("c"));

            assertThat(stream).isOpen().hasDropped(0);
            assertThat(client).hasStatus(200).hasHeader("content-type", "text/event-stream");
            assertThat(client).nextEvent().hasType("message").hasData("hello").hasId("1");
            assertThat(client)
                    .receives("a", "b")
                    .hasNoEvent()
                    .hasLastEventId("1")
                    .hasRetry(Duration.ofSeconds(3));
            assertThat(client).receivesComment("").receivesComment("c");
            stream.close();
            assertThat(client).ends();
            assertThat(stream).isClosed().isClosedWith(CloseReason.COMPLETED);
        }
    }

    @Test
    void describesStreamInFailure() {
        try (TestServer server = TestServer.start(b -> b.stream("/", streams::add));
                TestStream client = server.connect("/").ignoreUnread()) {
            EventStream stream = streams.get(0);
            stream.send(Event.of("x").withId("1"));
            stream.send("y");

            assertFails(
                    () -> assertThat(client).receives("x", "z", "w"),
                    "data of the next events must be [x, z, w]: [x, y]");
            assertFails(() -> assertThat(client).hasStatus(204), "status must be 204: 200");
            assertFails(() -> assertThat(client).hasHeader("X-A", "1"), "header X-A must be \"1\": []");
            assertFails(() -> assertThat(client).hasLastEventId("2"), "last event id must be \"2\": \"1\"");
            assertFails(
                    () -> assertThat(client).hasRetry(Duration.ofSeconds(1)),
                    "reconnection time must be PT1S: Optional[PT3S]");
            assertFails(() -> assertThat(client).receivesComment("c"), "next comment must be \"c\": \"\"");
            assertFails(
                    () -> assertThat(client).nextEvent(),
                    "no event from /: the stream is open, and nothing more arrived");
            stream.send("late");
            assertFails(
                    () -> assertThat(client).hasNoEvent(),
                    "no event must be there: MessageEvent[type=\"message\", data=\"late\", lastEventId=\"1\"]");
            assertFails(() -> assertThat(stream).isClosed(), "stream must be closed: open, with 0 bytes waiting");
            stream.close();
            assertFails(() -> assertThat(client).ends(StreamEnd.CUT), "end of the stream must be CUT: COMPLETE");
            assertFails(() -> assertThat(stream).isOpen(), "stream must be open: closed, COMPLETED");
            assertFails(() -> assertThat(stream).hasDropped(1), "stream must have dropped 1 events: 0");
            assertFails(
                    () -> assertThat(stream).isClosedWith(CloseReason.FAILED),
                    "stream must be closed with FAILED: COMPLETED");
        }
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
    }
}
