package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.Cors;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Requests of pages whose origin a route does not allow, on every transport. */
public abstract class OriginServerTest extends ContractTest {
    private static final String OWN = "http://localhost:8080";
    private static final String OTHER = "http://rebound.example:8080";
    private static final RequestOptions POST_FROM_OWN =
            RequestOptions.builder().methods("POST").allowedOrigins(OWN).build();

    private final StreamWatch streams = new StreamWatch();
    private final AtomicInteger calls = new AtomicInteger();

    /** Creates the part. */
    protected OriginServerTest() {}

    @Test
    void refusesStreamOfOtherOrigin() {
        TestServer server = serveStream();

        TestResponse refused = post(server, "/", OTHER);

        assertEquals(403, refused.status());
        assertEquals("origin is not allowed\n", refused.text());
        assertEquals("Origin", refused.header("Vary"));
        assertFalse(streams.hasNext());
        assertEquals(0, calls.get());
        assertEquals(403, post(server, "/", "null").status());
        assertEquals(403, post(server, "/", OWN + ", " + OTHER).status());
    }

    @Test
    void opensStreamOfListedOrigin() {
        RequestOptions requests = RequestOptions.builder().allowedOrigins(OWN).build();
        TestServer server = serve(b -> b.stream("/", requests, StreamOptions.defaults(), streams));

        TestStream listed =
                closedAfterTest(clientOf(server).withHeader("Origin", OWN).connect("/"));
        TestStream without = closedAfterTest(clientOf(server).connect("/"));

        assertEquals(200, listed.ignoreUnread().status());
        assertEquals(200, without.ignoreUnread().status());
    }

    @Test
    void allowsListedOriginToReadResponses() {
        TestServer server =
                serve(b -> b.cors(Cors.builder().origins(OWN).credentials(true).build())
                        .respond("/page", request -> Response.text("ok")));
        TestResponse allowed = clientOf(server).withHeader("Origin", OWN).get("/page");
        TestResponse other = clientOf(server).withHeader("Origin", OTHER).get("/page");

        assertEquals("ok", allowed.text());
        assertEquals(Optional.of(OWN), allowed.headers().first("Access-Control-Allow-Origin"));
        assertEquals(Optional.of("true"), allowed.headers().first("Access-Control-Allow-Credentials"));
        assertEquals(Optional.of("Origin"), allowed.headers().first("Vary"));
        assertEquals("ok", other.text());
        assertEquals(Optional.empty(), other.headers().first("Access-Control-Allow-Origin"));
        assertEquals(Optional.of("Origin"), other.headers().first("Vary"));
    }

    @Test
    void refusesResponderOfOtherOrigin() {
        TestServer server = serve(b -> b.respond("/", POST_FROM_OWN, request -> {
            calls.incrementAndGet();
            return Response.text("ok");
        }));

        assertEquals(403, post(server, "/", OTHER).status());
        assertEquals(0, calls.get());
        assertEquals(200, post(server, "/", OWN).status());
        assertEquals(
                200,
                clientOf(server).request("POST", "/", Headers.empty(), "{}").status());
    }

    @Test
    void refusesPreflightOfOtherOrigin() {
        TestServer server = serve(b -> b.cors(Cors.allow(OWN, OTHER)).stream("/", streams)
                .respond("/", POST_FROM_OWN, request -> Response.text("ok"))
                .respond("/any", request -> Response.text("ok")));

        assertEquals(403, preflight(server, "/", OTHER, "POST").status());
        assertEquals(204, preflight(server, "/", OWN, "POST").status());
        assertEquals(204, preflight(server, "/", OTHER, "GET").status());
        assertEquals(204, preflight(server, "/any", OTHER, "POST").status());
    }

    private TestServer serveStream() {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> {
                    calls.incrementAndGet();
                    return Admission.accept();
                })
                .build();
        return serve(b -> b.stream("/", POST_FROM_OWN, options, streams));
    }

    private static TestResponse post(TestServer server, String path, String origin) {
        return clientOf(server).request("POST", path, Headers.of("Origin", origin), "{}");
    }

    private static TestResponse preflight(TestServer server, String path, String origin, String method) {
        Headers headers = Headers.builder()
                .add("Origin", origin)
                .add("Access-Control-Request-Method", method)
                .build();
        return clientOf(server).request("OPTIONS", path, headers, "");
    }
}
