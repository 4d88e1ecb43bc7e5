package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.testkit.ManualTicker;

class RequestTest {
    private final ManualTicker ticker = new ManualTicker();
    private final ScriptedHttpClient client = new ScriptedHttpClient();

    private EventSource.Builder builder() {
        return TestSources.builder(client, ticker).onEvent(event -> {});
    }

    private EventSource start(EventSource.Builder builder) {
        return builder.build().start();
    }

    private String uri() {
        return client.last().request().uri().toString();
    }

    @Nested
    class Fields {
        @Test
        void areThoseOfABrowser() {
            start(builder());

            assertThat(client.last().request().method()).isEqualTo("GET");
            assertThat(client.last().request().headers().map())
                    .hasToString("{Accept=[text/event-stream], Cache-Control=[no-cache]}");
            assertThat(client.last().request().timeout()).isEmpty();
        }

        @Test
        void askForGzipIfSet() {
            start(builder().gzip(true));

            assertThat(client.last().field("Accept-Encoding")).isEqualTo("gzip");
        }

        @Test
        void replaceThoseOfTheSource() {
            start(builder().header("accept", "*/*").header("X-A", "1").header("x-a", "2"));

            assertThat(client.last().field("Accept")).isEqualTo("*/*");
            assertThat(client.last().field("X-A")).isEqualTo("1|2");
        }

        @Test
        void haveTheInitialLastEventId() {
            start(builder().lastEventId("42"));

            assertThat(client.last().field("Last-Event-ID")).isEqualTo("42");
        }

        @Test
        void haveTheLastEventIdInUtf8() {
            start(builder().lastEventId("\u00e9"));

            assertThat(client.last().field("Last-Event-ID")).isEqualTo("\u00c3\u00a9");
        }

        @Test
        void leaveOutAnIdThatNoFieldCanHold() {
            start(builder());
            client.last().open().send("id: a\u0001b\ndata: x\n\n").end();
            ticker.advance(Duration.ofSeconds(1));

            assertThat(client.last().field("Last-Event-ID")).isEmpty();
        }

        @Test
        void forgetAnIdThatTheServerResets() {
            start(builder().lastEventId("42"));
            client.last().open().send("id\n\n").end();
            ticker.advance(Duration.ofSeconds(1));

            assertThat(client.last().field("Last-Event-ID")).isEmpty();
        }
    }

    @Nested
    class Functions {
        @Test
        void makeTheQueryFromTheLastEventId() {
            start(builder().uri(attempt -> URI.create("http://example.com/events?after=" + attempt.lastEventId())));
            client.last().open().send("id: 9\n\n").end();
            ticker.advance(Duration.ofSeconds(1));

            assertThat(uri()).isEqualTo("http://example.com/events?after=9");
        }

        @Test
        void makeTheContentAtEachAttempt() {
            List<Long> numbers = new ArrayList<>();
            start(builder().method("QUERY").body(attempt -> {
                numbers.add(attempt.number());
                return BodyPublishers.ofString("{}");
            }));
            client.last().open().end();
            ticker.advance(Duration.ofSeconds(1));

            assertThat(numbers).containsExactly(1L, 2L);
            assertThat(client.last().request().method()).isEqualTo("QUERY");
        }

        @Test
        void areCalledAgainAfterTheyThrew() {
            List<Disconnection> seen = new ArrayList<>();
            start(builder().header("Authorization", attempt -> {
                if (attempt.number() == 1) {
                    throw new UncheckedIOException(new java.io.IOException("token server is down"));
                }
                seen.add(attempt.previous().orElseThrow());
                return "token";
            }));
            ticker.advance(Duration.ofSeconds(1));

            assertThat(client.requests()).isEqualTo(1);
            assertThat(seen).extracting(Disconnection::reason).containsExactly(DisconnectReason.NOT_REQUESTED);
        }

        @Test
        void endTheSourceIfTheyAreWrong() {
            EventSource source = start(builder().header("X-A", () -> "a\nb"));

            assertThat(source.end().join().reason()).isEqualTo(EndReason.FAILED);
            assertThat(source.end().join().message()).startsWith("request could not be made: ");
        }

        @Test
        void endTheSourceIfTheyReturnNull() {
            EventSource source = start(builder().header("X-A", () -> null));

            assertThat(source.end().join().message())
                    .isEqualTo("request could not be made: java.lang.NullPointerException:"
                            + " function of header X-A returned null");
        }
    }

    @Nested
    class Redirecting {
        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        void followsAtOnce(int status) {
            EventSource source = start(builder());
            client.last().head(status, "Location", "/other?a=b");

            assertThat(uri()).isEqualTo("http://example.com/other?a=b");
            client.last().open();
            assertThat(source.state()).isEqualTo(SourceState.OPEN);
            assertThat(source.statistics().attempts()).isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource({"?page=2, /events?page=2", "news, /news", "../../news, /news", "/a b, /a%20b", "'', /events"})
        void resolvesRelativeLocations(String location, String target) {
            start(builder());
            client.last().head(307, "Location", location);

            assertThat(client.requests()).isEqualTo(2);
            assertThat(uri()).isEqualTo("http://example.com" + target);
        }

        @ParameterizedTest
        @CsvSource({"301, /other", "308, /other", "302, /events", "303, /events", "307, /events"})
        void remembersPermanentOnes(int status, String path) {
            start(builder());
            client.last().head(status, "Location", "/other");
            client.last().open().end();
            ticker.advance(Duration.ofSeconds(1));

            assertThat(uri()).isEqualTo("http://example.com" + path);
        }

        @Test
        void sendsNoCredentialsToAnotherOrigin() {
            start(builder()
                    .header("Authorization", () -> "secret")
                    .header("X-Api-Key", "secret")
                    .header("Cookie", "a=b")
                    .header("User-Agent", "test"));
            client.last().head(301, "Location", "http://other.example.com/");

            assertThat(client.last().request().headers().map())
                    .hasToString("{Accept=[text/event-stream], Cache-Control=[no-cache], User-Agent=[test]}");
            client.last().open().end();
            ticker.advance(Duration.ofSeconds(1));
            assertThat(uri()).isEqualTo("http://other.example.com/");
            assertThat(client.last().field("X-Api-Key")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "http://example.com:80/a, true",
            "http://EXAMPLE.com/a, true",
            "http://example.com:81/a, false",
            "https://example.com/a, false"
        })
        void comparesOrigins(String location, boolean same) {
            start(builder().header("Authorization", "secret"));
            client.last().head(307, "Location", location);

            assertThat(client.last().field("Authorization")).isEqualTo(same ? "secret" : "");
        }

        @Test
        void endsInALoop() {
            EventSource source = start(builder());
            for (int i = 0; i < 6; i++) {
                client.last().head(302, "Location", "/events");
            }
            client.last().end();

            assertThat(client.requests()).isEqualTo(6);
            assertThat(source.end().join().message())
                    .isEqualTo("response must be an event stream: status must be 200: 302");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ftp://example.com/", "http://[bad", "mailto:a@example.com"})
        void endsWithoutAUsableLocation(String location) {
            EventSource source = start(builder());
            client.last().head(302, "Location", location).end();

            assertThat(client.requests()).isEqualTo(1);
            assertThat(source.end().join().reason()).isEqualTo(EndReason.REFUSED);
        }

        @Test
        void neverLeavesHttps() {
            EventSource source = start(builder().uri(attempt -> URI.create("https://example.com/")));
            client.last().head(302, "Location", "http://example.com/").end();

            assertThat(client.requests()).isEqualTo(1);
            assertThat(source.end().join().reason()).isEqualTo(EndReason.REFUSED);
        }

        @ParameterizedTest
        @CsvSource({"301, GET", "302, GET", "303, GET", "307, POST", "308, POST"})
        void keepsTheMethodAsFetchDoes(int status, String method) {
            start(builder().method("POST").body("{}"));
            client.last().head(status, "Location", "/other");

            assertThat(client.last().request().method()).isEqualTo(method);
            assertThat(client.last().request().bodyPublisher().isPresent()).isEqualTo(method.equals("POST"));
        }
    }
}
