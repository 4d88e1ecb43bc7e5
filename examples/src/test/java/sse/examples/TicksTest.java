package sse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.MessageEvent;
import sse.testkit.ManualTicker;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

class TicksTest {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final ManualTicker ticker = new ManualTicker();
    private final TestServer server = TestServer.start(builder -> Ticks.addTo(builder.ticker(ticker)));

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void sendsExactlyTheTicks() {
        try (TestStream stream = server.connect("/")) {
            ticker.advance(PERIOD.multipliedBy(2));
            String expected = ":\nretry: 3000\n"
                    + "event: message\nid: 1\ndata: hello\n\n"
                    + "event: message\nid: 2\ndata: hello\n\n";
            assertThat(stream.readText(expected.length())).isEqualTo(expected);
        }
    }

    @Test
    void sendsNothingBeforePeriod() {
        try (TestStream stream = server.connect("/")) {
            ticker.advance(PERIOD.minusNanos(1));
            assertThat(stream.pollEvent()).isEmpty();
            ticker.advance(Duration.ofNanos(1));
            assertThat(stream.nextEvent()).isEqualTo(MessageEvent.of("message", "hello", "1"));
        }
    }

    @Test
    void continuesAfterLastEventId() {
        TestStream first = server.connect("/");
        ticker.advance(PERIOD);
        assertThat(first.nextEvent().lastEventId()).isEqualTo("1");
        try (TestStream second = first.reconnect()) {
            ticker.advance(PERIOD);
            assertThat(second.nextEvent().lastEventId()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5", "9999999999999999999", "\u0663", "4 2"})
    void startsAtOneForForeignId(String id) {
        try (TestStream stream = server.client().withLastEventId(id).connect("/")) {
            ticker.advance(PERIOD);
            assertThat(stream.nextEvent().lastEventId()).isEqualTo("1");
        }
    }

    @Test
    void cancelsTimerWhenClientDisconnects() {
        int before = ticker.pendingTasks();
        try (TestStream stream = server.connect("/")) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(ticker.pendingTasks()).isGreaterThan(before);
        }
        assertThat(ticker.pendingTasks()).isEqualTo(before);
    }

    @Test
    void answersRequestsThatAcceptNoStream() {
        assertThat(server.get("/").text()).isEqualTo("ok");
        assertThat(server.client().withHeader("Accept", "*/*").get("/").text()).isEqualTo("ok");
    }

    @Test
    void publishesNumberOfViewers() {
        try (TestStream first = server.connect("/viewers")) {
            MessageEvent alone = first.nextEvent();
            assertThat(alone.type()).isEqualTo("viewers");
            assertThat(alone.data()).isEqualTo("1");
            try (TestStream second = server.connect("/viewers")) {
                assertThat(first.nextEvent().data()).isEqualTo("2");
                assertThat(second.nextEvent().data()).isEqualTo("2");
            }
            assertThat(first.nextEvent().data()).isEqualTo("1");
        }
    }

    @Test
    void servesPageWithoutOtherOrigins() {
        String page = server.get("/demo").text();
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("from \"/listen.js\"")
                .contains("listen(\"/\",")
                .contains("listen(\"/viewers\",")
                .doesNotContain("src=", "@import", "url(");
        TestResponse script = server.get("/listen.js");
        assertThat(script.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(script.text()).isEqualTo(Ticks.listenScript()).contains("new EventSource(");
    }

    @Test
    void resumesFromQueryParameter() {
        try (TestStream stream = server.connect("/?after=7")) {
            ticker.advance(PERIOD);
            assertThat(stream.nextEvent().lastEventId()).isEqualTo("8");
        }
    }
}
