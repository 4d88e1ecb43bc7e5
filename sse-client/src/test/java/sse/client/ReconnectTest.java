package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.testkit.ManualTicker;

/**
 * What leads to another attempt, and when. Delays are the longest there are, unless a test has other random numbers.
 */
class ReconnectTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final ManualTicker ticker = new ManualTicker();
    private final ScriptedHttpClient client = new ScriptedHttpClient();
    private final List<String> events = new ArrayList<>();
    private final List<Disconnection> disconnections = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private EventSource.Builder builder() {
        return TestSources.builder(client, ticker)
                .onEvent(event -> events.add(event.data()))
                .observer(new SourceObserver() {
                    @Override
                    public void onOpen(ResponseHead response) {
                        notices.add("open");
                    }

                    @Override
                    public void onComment(String text) {
                        notices.add("comment " + text);
                    }

                    @Override
                    public void onRetry(Duration time) {
                        notices.add("retry " + time.toMillis());
                    }

                    @Override
                    public void onDisconnect(Disconnection disconnection, Duration delay) {
                        notices.add(disconnection.reason().toString());
                        disconnections.add(disconnection);
                        delays.add(delay);
                    }

                    @Override
                    public void onEnd(SourceEnd end) {
                        notices.add("end " + end.reason());
                    }
                });
    }

    private EventSource start(EventSource.Builder builder) {
        return builder.build().start();
    }

    private Disconnection lastDisconnection() {
        return disconnections.get(disconnections.size() - 1);
    }

    /** Expects the next request after exactly a delay. */
    private void assertRequestAfter(Duration delay) {
        int before = client.requests();
        if (delay.compareTo(MILLI) > 0) {
            ticker.advance(delay.minus(MILLI));
            assertThat(client.requests()).as("requests before the delay").isEqualTo(before);
            ticker.advance(MILLI);
        } else {
            ticker.advance(delay);
        }
        assertThat(client.requests()).as("requests after %s", delay).isEqualTo(before + 1);
    }

    private static EndReason reason(EventSource source) {
        assertThat(source.end()).isCompleted();
        return source.end().join().reason();
    }

    @Nested
    class AfterAnOpenStream {
        @Test
        void sendsTheLastEventIdAfterAnEnd() {
            EventSource source = start(builder());
            client.last().open().send("id: 1\ndata: one\n\nid: 2\ndata: tw").end();

            assertThat(source.state()).isEqualTo(SourceState.WAITING);
            assertThat(lastDisconnection().reason()).isEqualTo(DisconnectReason.ENDED);
            assertRequestAfter(Duration.ofSeconds(1));
            assertThat(client.last().field("Last-Event-ID")).isEqualTo("1");
            client.last().open().send("id: 2\ndata: two\n\n");
            assertThat(events).containsExactly("one", "two");
        }

        @Test
        void waitsForTheTimeOfTheServer() {
            start(builder());
            client.last().open().send(": hi\nretry: 2500\n\n").end();

            assertRequestAfter(Duration.ofMillis(2500));
            assertThat(notices).containsExactly("open", "comment hi", "retry 2500", "ENDED");
        }

        @Test
        void waitsALittleIfTheServerSaysZero() {
            start(builder());
            client.last().open().send("retry: 0\n\n").end();

            assertRequestAfter(Duration.ofMillis(100));
        }

        @Test
        void reconnectsAfterAReset() {
            EventSource source = start(builder());
            client.last().open().send("data: half").reset();

            assertThat(lastDisconnection().reason()).isEqualTo(DisconnectReason.LOST);
            assertThat(lastDisconnection().cause()).get().isInstanceOf(IOException.class);
            assertThat(source.statistics().lastError()).get().isInstanceOf(IOException.class);
            assertRequestAfter(Duration.ofSeconds(1));
            assertThat(events).isEmpty();
        }

        @Test
        void reconnectsWhenItIsSilent() {
            start(builder().idleTimeout(Duration.ofSeconds(45)));
            client.last().open();
            ticker.advance(Duration.ofSeconds(44));
            client.last().send(":\n");
            ticker.advance(Duration.ofSeconds(44));
            assertThat(client.last().isCancelled()).isFalse();
            ticker.advance(Duration.ofSeconds(1));

            assertThat(client.last().isCancelled()).isTrue();
            assertThat(lastDisconnection().reason()).isEqualTo(DisconnectReason.IDLE);
            assertThat(lastDisconnection().cause())
                    .get()
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasToString("java.net.http.HttpTimeoutException: content or a comment must arrive within PT45S");
            assertRequestAfter(Duration.ofSeconds(1));
        }

        @Test
        void resetsTheBackoffAfterAHealthyWhile() {
            start(builder());
            for (int i = 0; i < 3; i++) {
                client.last().fail(new IOException("down"));
                ticker.advance(Duration.ofSeconds(30));
            }
            client.last().open();
            ticker.advance(Duration.ofSeconds(10));
            client.last().reset();

            assertThat(lastDisconnection().failures()).isEqualTo(1);
            assertRequestAfter(Duration.ofSeconds(1));
        }

        @Test
        void keepsTheBackoffAfterAShortStream() {
            start(builder());
            client.last().fail(new IOException("down"));
            ticker.advance(Duration.ofSeconds(1));
            client.last().open();
            ticker.advance(Duration.ofMillis(9999));
            client.last().reset();

            assertThat(lastDisconnection().failures()).isEqualTo(2);
            assertRequestAfter(Duration.ofSeconds(2));
        }
    }

    @Nested
    class WithoutAnOpenStream {
        @Test
        void doublesTheDelayUpToTheCap() {
            start(builder());
            for (int i = 0; i < 7; i++) {
                client.last().fail(new ConnectException("refused"));
                ticker.advance(Duration.ofSeconds(30));
            }

            assertThat(delays).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
            assertThat(lastDisconnection().reason()).isEqualTo(DisconnectReason.NOT_CONNECTED);
        }

        @Test
        void spreadsDelaysUniformly() {
            long[] numbers = {Long.MIN_VALUE, 1L << 62, 3L << 62, -1};
            int[] next = {0};
            start(builder().random(() -> numbers[next[0]++]).maxReconnectDelay(Duration.ofSeconds(1)));
            for (int i = 0; i < 4; i++) {
                client.last().fail(new ConnectException("refused"));
                ticker.advance(Duration.ofSeconds(1));
            }

            assertThat(delays).extracting(Duration::toMillis).containsExactly(500L, 750L, 250L, 0L);
        }

        @Test
        void waitsExactlyWithoutJitter() {
            start(builder().random(() -> -1).jitter(0));
            client.last().fail(new ConnectException("refused"));

            assertRequestAfter(Duration.ofSeconds(1));
        }

        @Test
        void givesUpAfterTheMaximumOfFailures() {
            EventSource source = start(builder().maxFailures(3));
            for (int i = 0; i < 3; i++) {
                client.last().fail(new ConnectException("refused"));
                ticker.advance(Duration.ofSeconds(30));
            }

            SourceEnd end = source.end().join();
            assertThat(end.reason()).isEqualTo(EndReason.GAVE_UP);
            assertThat(end.message())
                    .isEqualTo("gave up GET after 3 failures in a row: java.net.ConnectException: refused");
            assertThat(end.attempts()).isEqualTo(3);
            assertThat(client.requests()).isEqualTo(3);
        }

        @Test
        void givesUpWaitingForTheHead() {
            start(builder().responseTimeout(Duration.ofSeconds(20)));
            ticker.advance(Duration.ofSeconds(20));

            assertThat(client.last().isCancelled()).isTrue();
            assertThat(lastDisconnection().reason()).isEqualTo(DisconnectReason.NO_RESPONSE);
            assertThat(lastDisconnection().cause())
                    .get()
                    .hasToString("java.net.http.HttpTimeoutException: response must arrive within PT20S");
            assertRequestAfter(Duration.ofSeconds(1));
        }

        @Test
        void ignoresAResponseThatComesTooLate() {
            start(builder().responseTimeout(Duration.ofSeconds(20)));
            var late = client.last();
            ticker.advance(Duration.ofSeconds(20));
            late.open();

            assertThat(notices).containsExactly("NO_RESPONSE");
            assertThat(late.demand()).isZero();
        }
    }

    @Nested
    class AfterARefusal {
        @Test
        void endsAfter204() {
            EventSource source = start(builder());
            client.last().head(204).end();

            assertThat(reason(source)).isEqualTo(EndReason.COMPLETED);
            assertThat(source.state()).isEqualTo(SourceState.CLOSED);
            assertThat(ticker.pendingTasks()).isZero();
            assertThat(notices).containsExactly("end COMPLETED");
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 202, 205, 300, 304, 400, 404, 405, 410, 418})
        void endsAfterOtherStatuses(int status) {
            EventSource source = start(builder());
            client.last().head(status).send("why").end();

            SourceEnd end = source.end().join();
            assertThat(end.reason()).isEqualTo(EndReason.REFUSED);
            assertThat(end.message()).isEqualTo("response must be an event stream: status must be 200: " + status);
            assertThat(end.bodyText()).isEqualTo("why");
            assertThat(end.response()).get().hasToString("ResponseHead[" + status + " from http://example.com/events]");
        }

        @ParameterizedTest
        @CsvSource({
            "text/html, content type must be text/event-stream: text/html",
            "text/event-streams, content type must be text/event-stream: text/event-streams"
        })
        void endsAfterAnotherType(String type, String message) {
            EventSource source = start(builder());
            client.last().head(200, "Content-Type", type).end();

            assertThat(source.end().join().message()).isEqualTo("response must be an event stream: " + message);
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/event-stream;charset=utf-8", "Text/Event-Stream ; a=b", " text/event-stream "})
        void acceptsParametersOfTheType(String type) {
            EventSource source = start(builder());
            client.last().head(200, "Content-Type", type);

            assertThat(source.state()).isEqualTo(SourceState.OPEN);
        }

        @Test
        void endsAfterAnUnknownCoding() {
            EventSource source = start(builder());
            client.last().head(200, "Content-Type", "text/event-stream", "Content-Encoding", "br");

            client.last().end();
            assertThat(source.end().join().message())
                    .isEqualTo("response must be an event stream: content coding must be gzip or none: br");
        }

        @Test
        void keepsTheFirstBytesOfTheContent() {
            EventSource source = start(builder());
            client.last().head(404).send("x".repeat(8000)).send("y".repeat(8000));

            assertThat(client.last().isCancelled()).isTrue();
            assertThat(source.end().join().body()).hasSize(8192);
        }

        @Test
        void doesNotWaitForEverForTheContent() {
            EventSource source = start(builder());
            client.last().head(404).send("half");
            ticker.advance(Duration.ofMinutes(1));

            assertThat(source.end().join().bodyText()).isEqualTo("half");
            assertThat(client.last().isCancelled()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(ints = {429, 500, 502, 503, 504})
        void retriesTemporaryStatuses(int status) {
            start(builder());
            client.last().head(status).end();
            assertRequestAfter(Duration.ofSeconds(1));
            client.last().head(status).end();
            assertRequestAfter(Duration.ofSeconds(2));
        }

        @ParameterizedTest
        @CsvSource({"429, 7, 7", "503, 120, 120", "503, 0, 0", "503, 999999999999, 3600", "500, 7, 0", "503, -1, 0"})
        void waitsForRetryAfter(int status, String value, long seconds) {
            start(builder());
            client.last().head(status, "Retry-After", value).end();

            assertRequestAfter(Duration.ofSeconds(seconds + 1));
        }

        @Test
        void waitsForADateByTheClockOfTheServer() {
            start(builder());
            client.last()
                    .head(503, "Date", "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT")
                    .end();

            assertRequestAfter(Duration.ofSeconds(11));
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 403})
        void refreshesCredentialsOnce(int status) {
            List<Boolean> refreshed = new ArrayList<>();
            EventSource source = start(builder().header("Authorization", attempt -> {
                refreshed.add(attempt.wasUnauthorized());
                return "token " + attempt.number();
            }));
            client.last().head(status).end();
            ticker.advance(Duration.ZERO);

            assertThat(client.requests()).isEqualTo(2);
            assertThat(client.last().field("Authorization")).isEqualTo("token 2");
            assertThat(refreshed).containsExactly(false, true);
            client.last().head(status).end();
            assertThat(reason(source)).isEqualTo(EndReason.REFUSED);
        }

        @Test
        void refreshesCredentialsAgainAfterAStream() {
            start(builder().header("Authorization", () -> "token"));
            for (int i = 0; i < 3; i++) {
                client.last().head(401).end();
                ticker.advance(Duration.ZERO);
                client.last().open().end();
                ticker.advance(Duration.ofSeconds(1));
            }

            assertThat(client.requests()).isEqualTo(7);
        }

        @Test
        void endsAfter401WithoutComputedHeaders() {
            EventSource source = start(builder().header("Authorization", "fixed"));
            client.last().head(401).end();

            assertThat(reason(source)).isEqualTo(EndReason.REFUSED);
        }
    }

    @Nested
    class WithAPolicy {
        @Test
        void retriesWhatItWouldNot() {
            start(builder().reconnectPolicy(disconnection -> ReconnectDecision.retry()));
            client.last().head(404).end();

            assertRequestAfter(Duration.ofSeconds(1));
        }

        @Test
        void waitsExactlyAsDecided() {
            start(builder().reconnectPolicy(disconnection -> ReconnectDecision.after(Duration.ofSeconds(3))));
            client.last().open().end();

            assertRequestAfter(Duration.ofSeconds(3));
        }

        @Test
        void endsWhenItDecidesSo() {
            EventSource source = start(builder().reconnectPolicy(disconnection -> ReconnectDecision.end()));
            client.last().open().send("data: one\n\n").end();

            assertThat(reason(source)).isEqualTo(EndReason.COMPLETED);
            assertThat(events).containsExactly("one");
        }

        @Test
        void failsWhenItThrows() {
            EventSource source = start(builder().reconnectPolicy(disconnection -> {
                throw new IllegalStateException("thrown by a test");
            }));
            client.last().open().end();

            assertThat(source.end().join().message())
                    .isEqualTo("reconnect policy threw: java.lang.IllegalStateException: thrown by a test");
            assertThat(reason(source)).isEqualTo(EndReason.FAILED);
        }

        @Test
        void seesWhatHappened() {
            List<Disconnection> seen = new ArrayList<>();
            start(builder().reconnectPolicy(disconnection -> {
                seen.add(disconnection);
                return disconnection.recommended();
            }));
            client.last().open().end();
            ticker.advance(Duration.ofSeconds(1));
            client.last().head(503, "Retry-After", "2").end();

            assertThat(seen)
                    .extracting(Object::toString)
                    .containsExactly(
                            "Disconnection[ENDED, failures=0, recommended=retry]",
                            "Disconnection[REFUSED, failures=1, status=503, recommended=after PT3S]");
            assertThat(seen).extracting(Disconnection::attempt).containsExactly(1L, 2L);
        }
    }

    @Nested
    class OfAPost {
        private EventSource.Builder post() {
            return builder().method("POST").body("{}");
        }

        @Test
        void isNotRepeatedAfterAnEnd() {
            EventSource source = start(post());
            client.last().open().send("data: one\n\n").end();

            assertThat(reason(source)).isEqualTo(EndReason.COMPLETED);
            assertThat(events).containsExactly("one");
            assertThat(client.requests()).isEqualTo(1);
        }

        @Test
        void isNotRepeatedAfterALoss() {
            EventSource source = start(post());
            client.last().open().send("data: one\n\n").reset();

            assertThat(source.end().join().message())
                    .isEqualTo("gave up POST after 1 failures in a row: java.io.IOException: Connection reset");
        }

        @Test
        void isNotRepeatedWithoutAResponse() {
            EventSource source = start(post());
            client.last().fail(new IOException("HTTP/1.1 header parser received no bytes"));

            assertThat(reason(source)).isEqualTo(EndReason.GAVE_UP);
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 429, 503})
        void isNotRepeatedAfterARefusal(int status) {
            EventSource source = start(post().header("Authorization", () -> "token"));
            client.last().head(status, "Retry-After", "1").end();

            assertThat(source.end()).isCompleted();
            assertThat(client.requests()).isEqualTo(1);
        }

        @Test
        void isNotRepeatedAfterATlsFailure() {
            EventSource source = start(post());
            client.last().fail(new SSLException("Received fatal alert: bad_record_mac"));

            assertThat(reason(source)).isEqualTo(EndReason.GAVE_UP);
            assertThat(ticker.pendingTasks()).isZero();
        }

        static Stream<IOException> failuresBeforeRequest() {
            return Stream.of(
                    new HttpConnectTimeoutException("HTTP connect timed out"),
                    new ConnectException("refused"),
                    new SSLHandshakeException("Received fatal alert: handshake_failure"),
                    new SSLPeerUnverifiedException("peer not verified"));
        }

        @ParameterizedTest
        @MethodSource("failuresBeforeRequest")
        void isSentAgainIfNothingWasSent(IOException failure) {
            start(post());
            client.last().fail(failure);

            assertThat(lastDisconnection().reason()).isEqualTo(DisconnectReason.NOT_CONNECTED);
            assertRequestAfter(Duration.ofSeconds(1));
        }

        @Test
        void isRepeatedIfThatIsSafe() {
            start(post().repeatable(true));
            client.last().open().send("id: 4\ndata: one\n\n").end();

            assertRequestAfter(Duration.ofSeconds(1));
            assertThat(client.last().request().method()).isEqualTo("POST");
            assertThat(client.last().field("Last-Event-ID")).isEqualTo("4");
        }
    }
}
