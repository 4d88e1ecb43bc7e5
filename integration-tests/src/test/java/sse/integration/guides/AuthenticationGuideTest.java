package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.AttributeKey;
import sse.api.EventStream;
import sse.api.Request;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/authentication.md}. */
class AuthenticationGuideTest {
    private final Map<String, String> sessions = new ConcurrentHashMap<>(Map.of("s1", "Ada", "s2", "Bob"));

    @Test
    void admitsOnlyKnownSessions() {
        try (TestServer server = TestServer.start(this::inbox)) {
            assertThat(server.connect("/inbox")).hasStatus(401);
            assertThat(cookie(server, "session=unknown").connect("/inbox")).hasStatus(401);
            try (TestStream client = cookie(server, "a=b; session=s1").connect("/inbox")) {
                assertThat(client).nextEvent().hasData("hello Ada");
            }
        }
    }

    private void inbox(SseServer.Builder builder) {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> user(request).isPresent() ? Admission.accept() : Admission.reject(401))
                .build();
        builder.stream("/inbox", options, this::open);
    }

    private void open(EventStream stream) {
        String user = user(stream.request()).orElseThrow();
        stream.setAttribute(USER, user);
        stream.send("hello " + user);
    }

    private static final AttributeKey<String> USER = AttributeKey.of("user", String.class);

    private Optional<String> user(Request request) {
        return request.headers().all("Cookie").stream()
                .flatMap(field -> Set.of(field.split("; *")).stream())
                .filter(cookie -> cookie.startsWith("session="))
                .findFirst()
                .map(cookie -> sessions.get(cookie.substring("session=".length())));
    }

    @Test
    void setsFieldsOfOneClient() {
        try (TestServer server = TestServer.start(AuthenticationGuideTest::news);
                TestStream client = server.connect("/news")) {
            assertThat(client).hasHeader("Set-Cookie", "visited=1; Secure; HttpOnly");
        }
    }

    private static void news(SseServer.Builder builder) {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> Admission.accept().withHeader("Set-Cookie", "visited=1; Secure; HttpOnly"))
                .build();
        builder.stream("/news", options, stream -> {});
    }

    @Test
    void endsReconnectingOfFinishedJobs() {
        try (TestServer server = TestServer.start(AuthenticationGuideTest::jobs);
                TestStream running = server.connect("/jobs/7")) {
            assertThat(running).hasStatus(200);
            assertThat(server.connect("/jobs/6")).hasStatus(204);
        }
    }

    private static void jobs(SseServer.Builder builder) {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> isFinished(request) ? Admission.stop() : Admission.accept())
                .build();
        builder.stream("/jobs/{id}", options, stream -> {});
    }

    private static boolean isFinished(StreamRequest request) {
        return request.pathParameter("id").equals("6");
    }

    @Test
    void closesStreamsOfSignedOutUser() {
        try (TestServer server = TestServer.start(builder -> builder.stream("/inbox", this::register));
                TestStream ada = cookie(server, "session=s1").connect("/inbox");
                TestStream bob = cookie(server, "session=s2").connect("/inbox")) {
            signOut("Ada");

            assertThat(ada).ends(StreamEnd.COMPLETE);
            assertThat(bob).hasNoEvent();
            assertThat(server.server().openStreams()).isEqualTo(1);
        }
        assertThat(streams).isEmpty();
    }

    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

    private void register(EventStream stream) {
        stream.setAttribute(USER, user(stream.request()).orElseThrow());
        streams.add(stream);
        stream.onClose(reason -> streams.remove(stream));
    }

    private void signOut(String user) {
        sessions.values().remove(user);
        streams.stream()
                .filter(stream -> stream.attribute(USER).equals(Optional.of(user)))
                .forEach(EventStream::close);
    }

    @Test
    void limitsStreamsOfOneUser() {
        try (TestServer server = TestServer.start(this::limited);
                TestStream first = cookie(server, "session=s1").connect("/inbox");
                TestStream second = cookie(server, "session=s1").connect("/inbox")) {
            assertThat(first).hasStatus(200);
            assertThat(second).hasStatus(200);
            assertThat(cookie(server, "session=s1").connect("/inbox")).hasStatus(429);
        }
    }

    private void limited(SseServer.Builder builder) {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> streamsOf(user(request)) < 2 ? Admission.accept() : Admission.reject(429))
                .build();
        builder.stream("/inbox", options, this::register);
    }

    private long streamsOf(Optional<String> user) {
        return streams.stream()
                .filter(stream -> stream.attribute(USER).equals(user))
                .count();
    }

    @Test
    void takesShortLivedTokenFromQuery() {
        try (TestServer server = TestServer.start(this::withToken)) {
            assertThat(server.connect("/feed?token=wrong")).hasStatus(403);
            String token = issueToken();
            try (TestStream client = server.connect("/feed?token=" + token)) {
                assertThat(client).hasStatus(200);
            }
            assertThat(server.connect("/feed?token=" + token)).hasStatus(403);
        }
    }

    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    private String issueToken() {
        String token = "t" + tokens.size();
        tokens.add(token);
        return token;
    }

    private void withToken(SseServer.Builder builder) {
        StreamOptions options = StreamOptions.builder()
                .retry(Duration.ofSeconds(1))
                .admission(request -> request.queryParameter("token")
                        .filter(tokens::remove)
                        .map(valid -> Admission.accept())
                        .orElse(Admission.reject(403)))
                .build();
        builder.stream("/feed", options, stream -> {});
    }

    private static TestClient cookie(TestServer server, String value) {
        return server.client().withHeader("Cookie", value);
    }
}
