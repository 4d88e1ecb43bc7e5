package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.AttributeKey;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.Revalidation;
import sse.api.SseServer;
import sse.api.StreamClosing;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.api.Topic;
import sse.testkit.ManualTicker;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/long-streams.md}. */
class LongStreamsGuideTest {
    /** The first bytes of each stream; its reconnection time is within the limits of the closing one. */
    private static final String PRELUDE = ":\nretry: 3000\n";

    private static final Pattern CLOSING = Pattern.compile("retry: ([0-9]+)\n");
    private static final AttributeKey<String> SESSION = AttributeKey.of("session", String.class);

    private final Map<String, String> sessions = new ConcurrentHashMap<>(Map.of("s1", "Ada", "s2", "Bob"));
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final Topic prices = Topic.builder().build();
    private final ManualTicker ticker = new ManualTicker();

    @Test
    void sendsEventsAsHeartbeats() {
        try (TestServer server = TestServer.start(builder -> {
                    builder.ticker(ticker);
                    visible(builder);
                    timed(builder);
                });
                TestStream visible = server.connect("/prices").ignoreUnread();
                TestStream timed = server.connect("/time").ignoreUnread()) {
            ticker.advance(Duration.ofSeconds(15));

            assertThat(visible).nextEvent().hasType("ping");
            assertThat(timed).nextEvent().hasType("time").hasData("1970-01-01T00:00:00Z");
        }
    }

    private void visible(SseServer.Builder builder) {
        StreamOptions visible = StreamOptions.builder()
                .heartbeat(Duration.ofSeconds(10))
                .heartbeatEvent(Event.of("ping", ""))
                .build();
        builder.stream("/prices", visible, prices);
    }

    private void timed(SseServer.Builder builder) {
        StreamOptions timed = StreamOptions.builder()
                .heartbeatEvent(() -> Event.of("time", clock.instant().toString()))
                .build();
        builder.stream("/time", timed, stream -> {});
    }

    @Test
    void endsStreamsAfterTheirLifetime() {
        StreamOptions hourly =
                StreamOptions.builder().maxLifetime(Duration.ofHours(1)).build();
        try (TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/", hourly, prices));
                TestStream client = server.connect("/").ignoreUnread()) {
            ticker.advance(Duration.ofHours(1));

            assertThat(client.skipToEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    @Test
    void endsStreamsOfEndedSessions() {
        Revalidation strict =
                Revalidation.every(Duration.ofMinutes(1), this::isSignedIn).failClosed(Duration.ofSeconds(5));
        StreamOptions watched = StreamOptions.builder()
                .admission(this::admit)
                .revalidation(Revalidation.every(Duration.ofMinutes(1), this::isSignedIn)
                        .withLastEvent(Event.of("signed-out", "")))
                .build();
        StreamOptions strictly = watched.toBuilder().revalidation(strict).build();
        try (TestServer server =
                        TestServer.start(builder -> builder.ticker(ticker).stream("/", watched, stream -> {}).stream(
                                "/strict", strictly, stream -> {}));
                TestStream ada = server.connect("/?session=s1").ignoreUnread();
                TestStream strictAda = server.connect("/strict?session=s1").ignoreUnread();
                TestStream bob = server.connect("/?session=s2").ignoreUnread()) {
            sessions.remove("s1");
            ticker.advance(Duration.ofMinutes(1).plusSeconds(2));

            assertThat(ada).nextEvent().hasType("signed-out");
            assertThat(ada.skipToEnd()).isEqualTo(StreamEnd.COMPLETE);
            assertThat(strictAda.skipToEnd()).isEqualTo(StreamEnd.COMPLETE);
            assertThat(bob).hasNoEvent();
            assertThat(server.connect("/?session=s1")).hasStatus(401);
        }
    }

    private boolean isSignedIn(EventStream stream) {
        return sessions.containsKey(stream.attribute(SESSION).orElseThrow());
    }

    private Admission admit(StreamRequest request) {
        Optional<String> session = request.queryParameter("session").filter(sessions::containsKey);
        return session.map(id -> Admission.accept().withAttribute(SESSION, id)).orElse(Admission.reject(401));
    }

    @Test
    void signsOutEverywhere() {
        StreamOptions options = StreamOptions.builder().admission(this::admit).build();
        try (TestServer server = TestServer.start(builder -> builder.stream("/", options, stream -> {}));
                TestStream ada = server.connect("/?session=s1");
                TestStream bob = server.connect("/?session=s2")) {
            assertThat(signOut(server.server(), "s1").join()).isEqualTo(1);

            assertThat(ada).nextEvent().hasType("signed-out");
            assertThat(ada).ends(StreamEnd.COMPLETE);
            sessions.put("s1", "Ada");
            assertThat(server.connect("/?session=s1")).hasStatus(204);
            assertThat(bob).hasNoEvent();
        }
    }

    private CompletableFuture<Integer> signOut(SseServer server, String session) {
        sessions.remove(session);
        StreamClosing closing = StreamClosing.of(CloseReason.REVOKED)
                .withLastEvent(Event.of("signed-out", ""))
                .forGood(Duration.ofHours(1));
        return server.closeStreams(stream -> stream.attribute(SESSION).equals(Optional.of(session)), closing);
    }

    @Test
    void movesClients() {
        try (TestServer server = TestServer.start(builder -> builder.stream("/", stream -> {}));
                TestStream client = server.connect("/")) {
            assertThat(client.readText(PRELUDE.length())).isEqualTo(PRELUDE);
            int moved = 0;
            for (int tenth = 0; tenth < 10; tenth++) {
                moved += moveTenth(server.server(), tenth).join();
            }

            assertThat(moved).isEqualTo(1);
            Matcher closing = CLOSING.matcher(client.readRest());
            assertThat(closing.matches()).isTrue();
            assertThat(Integer.parseInt(closing.group(1))).isBetween(1_000, 20_000);
        }
    }

    private static CompletableFuture<Integer> moveTenth(SseServer server, int tenth) {
        StreamClosing moving = StreamClosing.of(CloseReason.SHUTDOWN)
                .withReconnectDelay(Duration.ofSeconds(1), Duration.ofSeconds(20));
        return server.closeStreams(
                stream -> Math.floorMod(stream.request().remoteAddress().hashCode(), 10) == tenth, moving);
    }

    @Test
    void refusesOtherOrigins() {
        try (TestServer server = TestServer.start(LongStreamsGuideTest::local)) {
            Headers rebound = Headers.of("Origin", "http://rebound.example:8080");
            Headers own = Headers.of("Origin", "http://localhost:8080");

            assertThat(server.request("POST", "/mcp", rebound, "").status()).isEqualTo(403);
            assertThat(server.request("POST", "/mcp", own, "").status()).isEqualTo(202);
            assertThat(server.request("POST", "/mcp", Headers.empty(), "").status())
                    .isEqualTo(202);
        }
    }

    private static void local(SseServer.Builder builder) {
        RequestOptions local = RequestOptions.builder()
                .methods("POST")
                .allowedOrigins("http://localhost:8080", "http://127.0.0.1:8080")
                .build();
        builder.respond("/mcp", local, request -> Response.of(202));
    }

    @Test
    void takesPositionFromPath() {
        String id = prices.publish(Event.of("seen"));
        prices.publish(Event.of("missed"));
        try (TestServer server = TestServer.start(this::fromPath);
                TestStream client = server.connect("/log/" + id).ignoreUnread()) {
            assertThat(client).nextEvent().hasData("missed");
        }
    }

    private void fromPath(SseServer.Builder builder) {
        StreamOptions fromPath = StreamOptions.builder()
                .lastEventId(request -> Optional.of(request.pathParameter("offset")))
                .build();
        builder.stream("/log/{offset}", fromPath, prices);
    }
}
