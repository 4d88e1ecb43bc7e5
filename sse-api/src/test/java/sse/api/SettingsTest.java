package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.spi.HttpLimits;

/** Invalid settings are rejected by the setter, with rule and value. */
class SettingsTest {
    @Test
    void rejectsOptionsOutOfRange() {
        StreamOptions options = StreamOptions.defaults();
        refused(() -> options.toBuilder().sendQueueBytes(1023).build(), "send queue must be at least 1024 bytes: 1023");
        refused(
                () -> options.toBuilder().heartbeat(Duration.ofMillis(9)).build(),
                "heartbeat must be at least PT0.01S: PT0.009S");
        refused(
                () -> options.toBuilder().writeTimeout(Duration.ZERO).build(),
                "write timeout must be at least PT0.01S: PT0S");
        refused(
                () -> options.toBuilder().retry(Duration.ofMillis(-1)).build(),
                "retry must not be negative: PT-0.001S");
        refused(
                () -> StreamOptions.builder().resumePointType(""),
                "resume point type must not be empty or message: \"\"");
        refused(
                () -> StreamOptions.builder().resumePointType("message"),
                "resume point type must not be empty or message: \"message\"");
        refused(() -> StreamOptions.builder().resumePointType("a\nb"), "type must not contain LF: \"a\\nb\"");
        refused(
                () -> StreamOptions.builder()
                        .heartbeatEvent(Event.builder().id("7").data("x").build()),
                "heartbeat event must have no id: \"7\"");
        assertThat(options.toBuilder().sendQueueBytes(1024).build().sendQueueBytes())
                .isEqualTo(1024);
        assertThat(options.toBuilder().heartbeat(Duration.ofMillis(10)).build().heartbeat())
                .contains(Duration.ofMillis(10));
    }

    @Test
    void rejectsOriginsThatNoBrowserSends() {
        RequestOptions.Builder options = RequestOptions.builder();
        refused(options::allowedOrigins, "origins must not be empty: []");
        refused(() -> options.allowedOrigins("*"), "origin must be scheme://host[:port] without a path: \"*\"");
        refused(
                () -> options.allowedOrigins("https://Example.org:443"),
                "origin must be as browsers send it, \"https://example.org\": \"https://Example.org:443\"");
        assertThat(options.allowedOrigins("https://b.example", "null").build().toBuilder()
                        .build()
                        .allowedOrigins())
                .containsExactly("https://b.example", "null");
    }

    @Test
    void rejectsTimesOfLongStreamsOutOfRange() {
        refused(
                () -> StreamOptions.builder().maxLifetime(Duration.ofMillis(999)),
                "max lifetime must be at least PT1S: PT0.999S");
        refused(
                () -> Revalidation.every(Duration.ofMillis(99), stream -> true),
                "revalidation period must be at least PT0.1S: PT0.099S");
        Revalidation revalidation = Revalidation.every(Duration.ofMillis(100), stream -> true);
        refused(
                () -> revalidation.failClosed(Duration.ofMillis(99)),
                "revalidation timeout must be at least PT0.1S: PT0.099S");
        refused(() -> SseServer.builder().maxRevalidations(0), "max revalidations must be positive: 0");
        StreamClosing closing = StreamClosing.of(CloseReason.REVOKED);
        refused(() -> closing.forGood(Duration.ZERO), "time of a closing for good must be positive: PT0S");
        refused(
                () -> StreamClosing.of(CloseReason.FAILED),
                "reason must be one of [COMPLETED, SHUTDOWN, EXPIRED, REVOKED]: FAILED");
        refused(
                () -> closing.withReconnectDelay(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "reconnection times must be ordered and not negative: PT2S to PT1S");
        StreamOptions options = StreamOptions.builder()
                .maxLifetime(Duration.ofHours(1))
                .revalidation(revalidation)
                .build();
        assertThat(options.toBuilder().build().maxLifetime()).contains(Duration.ofHours(1));
        assertThat(options.toBuilder().build().revalidation()).contains(revalidation);
    }

    @Test
    void rejectsAttributesOfRejection() {
        AttributeKey<String> key = AttributeKey.of("user", String.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> Admission.reject(401).withAttribute(key, "ada"))
                .withMessage("a rejection must have no attributes: user");
    }

    @Test
    void keepsEachOption() {
        Revalidation revalidation = Revalidation.every(Duration.ofSeconds(1), stream -> true);
        StreamOptions options = StreamOptions.builder()
                .sendQueueBytes(2048)
                .overflowPolicy(OverflowPolicy.DROP_OLDEST)
                .noHeartbeat()
                .writeTimeout(Duration.ofSeconds(1))
                .heartbeatStyle(CommentStyle.BLOCK)
                .firstComment(CommentStyle.BLOCK)
                .noRetry()
                .resumePoints(ResumePointPolicy.NEVER)
                .resumePointType("position")
                .lastEventIdParameter("id")
                .lastEventId(request -> Optional.empty())
                .heartbeatEvent(Event.of("beat"))
                .admission(request -> Admission.accept())
                .endEvent(Event.of("end"))
                .errorEvent(failure -> Event.of("error"))
                .maxLifetime(Duration.ofHours(1))
                .revalidation(revalidation)
                .headers(Headers.of("A", "b"))
                .interruptHandler(true)
                .compression(Compression.GZIP)
                .build();
        assertThat(options.sendQueueBytes()).isEqualTo(2048);
        assertThat(options.overflowPolicy()).isEqualTo(OverflowPolicy.DROP_OLDEST);
        assertThat(options.heartbeat()).isEmpty();
        assertThat(options.writeTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.heartbeatStyle()).isEqualTo(CommentStyle.BLOCK);
        assertThat(options.firstComment()).contains(CommentStyle.BLOCK);
        assertThat(options.toBuilder().noFirstComment().build().firstComment()).isEmpty();
        assertThat(options.retry()).isEmpty();
        assertThat(options.resumePoints()).isEqualTo(ResumePointPolicy.NEVER);
        assertThat(options.resumePointType()).isEqualTo("position");
        assertThat(options.lastEventIdParameter()).contains("id");
        assertThat(options.lastEventId()).isPresent();
        assertThat(options.heartbeatEvent()).contains(Event.of("beat"));
        StreamOptions supplied =
                options.toBuilder().heartbeatEvent(() -> Event.of("x")).build();
        assertThat(supplied.heartbeatEvent()).isEmpty();
        assertThat(supplied.toBuilder().build().heartbeatSupplier()).isEqualTo(supplied.heartbeatSupplier());
        assertThat(supplied.toBuilder().noHeartbeatEvent().build().heartbeatSupplier())
                .isEmpty();
        assertThat(options.admission()).isPresent();
        assertThat(options.endEvent()).contains(Event.of("end"));
        assertThat(options.toBuilder().noEndEvent().build().endEvent()).isEmpty();
        assertThat(options.errorEvent().orElseThrow().apply(new IOException())).isEqualTo(Event.of("error"));
        assertThat(options.toBuilder().noErrorEvent().build().errorEvent()).isEmpty();
        assertThat(options.maxLifetime()).contains(Duration.ofHours(1));
        assertThat(options.revalidation()).contains(revalidation);
        assertThat(options.headers()).isEqualTo(Headers.of("A", "b"));
        assertThat(options.interruptHandler()).isTrue();
        assertThat(options.compression()).isEqualTo(Compression.GZIP);
        StreamOptions copy = options.toBuilder().build();
        assertThat(copy).hasToString(options.toString());
        assertThat(copy.admission()).isEqualTo(options.admission());
        assertThat(copy.lastEventId()).isEqualTo(options.lastEventId());
        assertThat(copy.errorEvent()).isEqualTo(options.errorEvent());
        assertThat(copy.headers()).isEqualTo(options.headers());
    }

    @Test
    void hasDefaultOptions() {
        String defaults = "StreamOptions[sendQueueBytes=262144, overflowPolicy=DISCONNECT, writeTimeout=PT30S,"
                + " maxLifetime=Optional.empty, revalidation=Optional.empty, lastEventIdParameter=Optional.empty,"
                + " interruptHandler=false, compression=NONE, heartbeat=Optional[PT15S], heartbeatStyle=LINE,"
                + " heartbeatEvent=Optional.empty, firstComment=Optional[LINE], retry=Optional[PT3S],"
                + " resumePoints=EVENT_SOURCE, resumePointType=resume-point, endEvent=Optional.empty]";
        assertThat(StreamOptions.defaults()).hasToString(defaults);
        assertThat(StreamOptions.builder().build()).hasToString(defaults);
    }

    @Test
    void rejectsLimitsOutOfRange() {
        HttpLimits limits = HttpLimits.defaults();
        refused(() -> limits.toBuilder().bodyBytes(-1).build(), "body must be at least 0 bytes: -1");
        refused(() -> limits.toBuilder().requestLineBytes(63).build(), "request line must be at least 64 bytes: 63");
        refused(() -> limits.toBuilder().headerBytes(255).build(), "header must be at least 256 bytes: 255");
        refused(
                () -> limits.toBuilder().requestTimeout(Duration.ZERO).build(),
                "request timeout must be positive: PT0S");
        refused(
                () -> limits.toBuilder().idleTimeout(Duration.ofMillis(-1)).build(),
                "idle timeout must be positive: PT-0.001S");
        Duration second = Duration.ofSeconds(1);
        refused(
                () -> HttpLimits.builder()
                        .requestLineBytes(63)
                        .headerBytes(256)
                        .bodyBytes(0)
                        .requestTimeout(second)
                        .idleTimeout(second)
                        .build(),
                "request line must be at least 64 bytes: 63");
        HttpLimits least = HttpLimits.builder()
                .requestLineBytes(64)
                .headerBytes(256)
                .bodyBytes(1)
                .requestTimeout(Duration.ofNanos(1))
                .idleTimeout(second)
                .build()
                .toBuilder()
                .bodyBytes(0)
                .build();
        HttpLimits limited = least.toBuilder()
                .requestLineBytes(65)
                .headerBytes(300)
                .requestTimeout(second)
                .idleTimeout(Duration.ofNanos(2))
                .build();
        assertThat(least)
                .hasToString("HttpLimits[requestLineBytes=64, headerBytes=256, bodyBytes=0,"
                        + " requestTimeout=PT0.000000001S, idleTimeout=PT1S]");
        assertThat(limited)
                .hasToString("HttpLimits[requestLineBytes=65, headerBytes=300, bodyBytes=0,"
                        + " requestTimeout=PT1S, idleTimeout=PT0.000000002S]")
                .isEqualTo(HttpLimits.builder()
                        .requestLineBytes(65)
                        .headerBytes(300)
                        .bodyBytes(0)
                        .requestTimeout(second)
                        .idleTimeout(Duration.ofNanos(2))
                        .build());
    }

    @Test
    void rejectsServerSettingsOutOfRange() {
        SseServer.Builder builder = SseServer.builder();
        refused(() -> builder.port(-1), "port must be between 0 and 65535: -1");
        refused(() -> builder.port(65_536), "port must be between 0 and 65535: 65536");
        refused(() -> builder.maxStreams(0), "max streams must be positive: 0");
        refused(() -> builder.maxStreamsPerAddress(0), "max streams per address must be positive: 0");
        refused(() -> builder.closeTimeout(Duration.ofMillis(-1)), "close timeout must not be negative: PT-0.001S");
        refused(
                () -> builder.reconnectDelay(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "reconnection times must be ordered and not negative: PT2S to PT1S");
        refused(
                () -> builder.reconnectDelay(Duration.ofMillis(-1), Duration.ofSeconds(1)),
                "reconnection times must be ordered and not negative: PT-0.001S to PT1S");
        builder.port(0)
                .port(65_535)
                .maxStreams(1)
                .maxStreamsPerAddress(1)
                .closeTimeout(Duration.ZERO)
                .reconnectDelay(Duration.ZERO, Duration.ZERO);
        assertThatNullPointerException()
                .isThrownBy(() -> builder.stream("/", nothing()))
                .withMessage("handler");
    }

    /** Durations whose nanoseconds would overflow. */
    static List<Arguments> settingsOfDurations() {
        StreamOptions.Builder options = StreamOptions.builder();
        HttpLimits.Builder limits = HttpLimits.builder();
        SseServer.Builder server = SseServer.builder();
        return List.of(
                duration("close timeout", server::closeTimeout),
                duration("heartbeat", options::heartbeat),
                duration("write timeout", options::writeTimeout),
                duration("history's age", age -> Topic.builder().history(1, age)),
                duration("request timeout", limits::requestTimeout),
                duration("idle timeout", limits::idleTimeout));
    }

    @ParameterizedTest
    @MethodSource("settingsOfDurations")
    void rejectsDurationOverLimit(String what, Consumer<Duration> setting) {
        Duration longest = Duration.ofDays(36_500);
        assertThatNoException().isThrownBy(() -> setting.accept(longest));
        Duration longer = longest.plusNanos(1);
        refused(() -> setting.accept(longer), what + " must be at most 36500 days: PT876000H0.000000001S");
        refused(
                () -> setting.accept(ChronoUnit.FOREVER.getDuration()),
                what + " must be at most 36500 days: PT2562047788015215H30M7.999999999S");
    }

    @Test
    void rejectsReconnectDelayOutOfRange() {
        SseServer.Builder server = SseServer.builder();
        StreamOptions options = StreamOptions.defaults();
        Duration longer = Event.MAX_RETRY.plusNanos(1);
        refused(
                () -> server.reconnectDelay(Duration.ZERO, longer),
                "reconnection times must be at most 2147483647 ms: PT0S to PT596H31M23.647000001S");
        refused(
                () -> options.toBuilder().retry(longer).build(),
                "retry must be at most 2147483647 ms: PT596H31M23.647000001S");
        assertThatNoException().isThrownBy(() -> server.reconnectDelay(Duration.ZERO, Event.MAX_RETRY));
    }

    @Test
    void rejectsStartWithoutRoute() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SseServer.builder().start())
                .withMessage("server must have at least one route: add one with stream, respond or fallback");
    }

    @Test
    void rejectsMalformedOrigin() {
        String rule = "origin must be scheme://host[:port] without a path, or * alone and without credentials: ";
        refused(() -> Cors.allow("https://a.example/"), rule + "\"https://a.example/\"");
        refused(() -> Cors.allow("a.example"), rule + "\"a.example\"");
        refused(() -> Cors.allow("*", "https://a.example"), rule + "\"*\"");
        refused(() -> Cors.builder().origins("*").credentials(true).build(), rule + "\"*\"");
        refused(Cors::allow, "origins must not be empty: []");
    }

    @Test
    void allowsOriginsOfFilter() {
        Cors cors = Cors.builder()
                .origins("https://a.example")
                .originFilter(origin -> origin.endsWith(".b.example"))
                .credentials(true)
                .build();

        assertThat(cors.allows("https://a.example")).isTrue();
        assertThat(cors.allows("https://x.b.example")).isTrue();
        assertThat(cors.allows("https://c.example")).isFalse();
        assertThat(cors.toBuilder().origins().build().allows("https://x.b.example"))
                .isTrue();
        assertThat(cors.toBuilder().origins().build().allows("https://a.example"))
                .isFalse();
        refused(
                () -> Cors.builder().origins("*").originFilter(origin -> true).build(),
                "origin must be scheme://host[:port] without a path, or * alone and without credentials: \"*\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "date", "Connection", "Transfer-Encoding", "Keep-Alive"})
    void rejectsFieldsOfTransportInStreams(String name) {
        String message = "header of a stream must not belong to the transport: " + name;
        refused(() -> StreamOptions.builder().headers(Headers.of(name, "x")), message);
        refused(() -> Admission.accept().withHeader(name, "x"), message);
        refused(() -> Admission.accept().withAddedHeader(name, "x"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/event-streams", "", "application/json; text/event-stream"})
    void rejectsContentTypeThatIsNoStream(String type) {
        String message =
                "Content-Type of a stream must be text/event-stream, with or without parameters: \"" + type + '"';
        refused(() -> StreamOptions.builder().headers(Headers.of("content-type", type)), message);
        refused(() -> Admission.accept().withHeader("Content-Type", type), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "Text/Event-Stream;charset=utf-8", "text/event-stream ; a=b"})
    void acceptsContentTypeOfStreams(String type) {
        Headers headers = Headers.of("Content-Type", type);
        StreamOptions options = StreamOptions.builder().headers(headers).build();

        assertThat(options.headers()).isEqualTo(headers);
        assertThat(options.toBuilder().build().headers()).isEqualTo(headers);
        assertThat(Admission.accept()
                        .withHeader("Content-Type", type)
                        .response()
                        .headers())
                .isEqualTo(headers);
    }

    @Test
    void allowsListedOrigins() {
        Cors cors = Cors.builder()
                .origins("https://a.example", "null")
                .credentials(true)
                .build();
        assertThat(cors.credentials()).isTrue();
        assertThat(cors.allows("https://a.example")).isTrue();
        assertThat(cors.allows("null")).isTrue();
        assertThat(cors.allows("https://b.example")).isFalse();
        assertThat(Cors.allow("*").allows("https://b.example")).isTrue();
    }

    @Test
    void rejectsStatusOutOfRange() {
        refused(() -> Response.of(199), "status must be between 200 and 599: 199");
        refused(() -> Response.of(600), "status must be between 200 and 599: 600");
        refused(() -> Response.text("x").withStatus(204), "status 204 must have no content: 1 bytes");
        refused(() -> Admission.reject(200), "status of a rejection must not be 200: 200");
    }

    @ParameterizedTest
    @CsvSource({
        "https://Example.org,          https://example.org",
        "HTTPS://example.org,          https://example.org",
        "https://example.org:443,      https://example.org",
        "http://example.org:80,        http://example.org",
        "http://example.org:0080,      http://example.org",
        "http://example.org:,          http://example.org",
        "http://Example.org:08080,     http://example.org:8080",
        "https://[2001:DB8::1]:443,    https://[2001:db8::1]",
    })
    void rejectsOriginNoBrowserSends(String origin, String sent) {
        refused(() -> Cors.allow(origin), "origin must be as browsers send it, \"" + sent + "\": \"" + origin + '"');
        assertThat(Cors.allow(sent).allows(sent)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org:80",
                "http://example.org:443",
                "http://localhost:65535",
                "http://[::1]:8080",
                "chrome-extension://abc",
                "capacitor://Localhost",
                "null",
            })
    void allowsOriginBrowsersSend(String origin) {
        assertThat(Cors.allow(origin).allows(origin)).isTrue();
    }

    @Test
    void rejectsInvalidOrigin() {
        refused(() -> Cors.allow("http://a:99999"), "origin must be without a port above 65535: \"http://a:99999\"");
        refused(() -> Cors.allow("http://a:100000"), "origin must be without a port above 65535: \"http://a:100000\"");
        refused(
                () -> Cors.allow("https://b\u00fccher.example"),
                "origin must be in ASCII, with a host like xn--bcher-kva.example: \"https://b\u00fccher.example\"");
    }

    @Test
    void rejectsEmptyNamesAndPrimitiveTypes() {
        StreamOptions options = StreamOptions.defaults();
        refused(
                () -> options.toBuilder().lastEventIdParameter("").build(),
                "last event id parameter must not be empty: \"\"");
        refused(() -> AttributeKey.of("visits", int.class), "type must not be primitive: int");
    }

    @Test
    void rejectsHistorySettingsWithoutHistory() {
        Topic.Builder replaying = Topic.builder()
                .replayOnSubscribe(1)
                .gapPolicy(GapPolicy.LIVE)
                .lagPolicy(LagPolicy.SKIP_TO_OLDEST)
                .noHistory();
        assertThatIllegalStateException()
                .isThrownBy(replaying::build)
                .withMessage("noHistory must be without settings of history: [gapPolicy, replayOnSubscribe]");
        replaying.history(1, Duration.ofHours(1)).build().close();
        Topic.builder()
                .history(1, Duration.ofHours(1))
                .lagPolicy(LagPolicy.SKIP_TO_OLDEST)
                .noHistory()
                .build()
                .close();
    }

    @Test
    void rejectsPublishingEmptyId() {
        Event resetting = Event.of("a").withId("");
        String refusal =
                "id of a published event must not be empty, which resets the client's: Event[id=\"\", data=\"a\"]";
        try (Topic topic = Topic.builder().build()) {
            refused(() -> topic.publish(resetting), refusal);
            refused(() -> topic.publishAll(List.of(Event.of("b"), resetting)), refusal);
        }
    }

    private static Arguments duration(String what, Consumer<Duration> setting) {
        return Arguments.of(what, setting);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @SuppressWarnings("NullAway") // Users without null checks may pass it.
    private static StreamHandler nothing() {
        return null;
    }
}
