package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.TransportServer;

class ResponseTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final HeldRequests requests = new HeldRequests();
    private final HandTicker ticker = new HandTicker();
    private TransportServer server;

    @BeforeEach
    void start() throws Exception {
        server = new JdkHttpTransport().start(new FakeCore(requests).ticker(ticker));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RawClient client() throws Exception {
        return RawClient.connect(server.address());
    }

    private void respond(Response response) throws Exception {
        HeldRequests.respond(requests.await(), response);
    }

    @Test
    void keepsTheConnectionForTheNextRequest() throws Exception {
        try (RawClient client = client()) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                respond(Response.text("number " + i));
                assertThat(client.head())
                        .containsExactly(
                                "content-length: 8", "content-type: text/plain; charset=utf-8", "http/1.1 200 ok");
                assertThat(client.read(8)).isEqualTo("number " + i);
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (RawClient client = client().send(GET + GET)) {
            FakeCore.OnLane first = requests.await();
            assertThat(requests.isEmpty()).isTrue();
            HeldRequests.respond(first, Response.text("first"));
            client.head();
            assertThat(client.read(5)).isEqualTo("first");
            respond(Response.text("second"));
            client.head();
            assertThat(client.read(6)).isEqualTo("second");
        }
    }

    @Test
    void sendsALengthWithoutContentForHead() throws Exception {
        try (RawClient client = client().send(HEAD)) {
            respond(Response.text("12345"));
            assertThat(client.head())
                    .containsExactly("content-length: 5", "content-type: text/plain; charset=utf-8", "http/1.1 200 ok");
            client.send(HEAD);
            respond(Response.of(404));
            assertThat(client.head()).contains("http/1.1 404 not found");
        }
    }

    @Test
    void sendsNoLengthWithoutContent() throws Exception {
        try (RawClient client = client().send(GET)) {
            respond(Response.of(204));
            assertThat(client.head()).containsExactly("http/1.1 204 no content");
            client.send(GET);
            respond(Response.of(304));
            assertThat(client.head()).containsExactly("http/1.1 304 not modified");
            client.send(GET);
            respond(Response.of(404));
            assertThat(client.head()).containsExactly("content-length: 0", "http/1.1 404 not found");
        }
    }

    @Test
    void leavesOutTheFieldsThatAreTheServersToSet() throws Exception {
        Headers headers = Headers.builder()
                .add("Date", "yesterday")
                .add("Content-Length", "99")
                .add("Connection", "upgrade")
                .add("Transfer-Encoding", "gzip")
                .add("Keep-Alive", "forever")
                .add("X-A", "1")
                .add("X-A", "\u00e9")
                .build();
        try (RawClient client = client().send(GET)) {
            respond(Response.text("x").withHeaders(headers));
            assertThat(client.head())
                    .containsExactly(
                            "content-length: 1",
                            "content-type: text/plain; charset=utf-8",
                            "http/1.1 200 ok",
                            "x-a: 1",
                            "x-a: \u00e9");
        }
    }

    @Test
    void closesTheConnectionWhereTheClientWantsIt() throws Exception {
        for (String option : new String[] {"close", "Close", "te, close"}) {
            try (RawClient client = client().send("GET / HTTP/1.1\r\nHost: a\r\nConnection: " + option + "\r\n\r\n")) {
                respond(Response.text("x"));
                assertThat(client.head()).contains("connection: close");
                assertThat(client.readToEnd()).isEqualTo("x");
            }
        }
    }

    @Test
    void closesTheConnectionInHttp10() throws Exception {
        try (RawClient client = client().send("GET / HTTP/1.0\r\n\r\n")) {
            respond(Response.text("x"));
            assertThat(client.head()).contains("connection: close", "content-length: 1");
            assertThat(client.readToEnd()).isEqualTo("x");
        }
    }

    @Test
    void sendsALargeResponse() throws Exception {
        byte[] bytes = new byte[3_000_001];
        new Random(9).nextBytes(bytes);
        try (RawClient client = client().send(GET)) {
            respond(Response.of("application/octet-stream", bytes));
            assertThat(client.head()).contains("content-length: 3000001");
            assertThat(client.readBytes(bytes.length)).isEqualTo(bytes);
            client.send(GET);
            respond(Response.text("next"));
            client.head();
            assertThat(client.read(4)).isEqualTo("next");
        }
    }

    @Test
    void cutsAClientThatDoesNotTakeItsResponse() throws Exception {
        try (RawClient client = client().send(GET)) {
            respond(Response.of("application/octet-stream", new byte[32 * 1024 * 1024]));
            ticker.awaitQuietAndTimeout(java.time.Duration.ofSeconds(30));
            client.head();
            assertThat(client.countToEnd()).isLessThan(32 * 1024 * 1024);
        }
    }

    @Test
    void hasNothingToSayToAClientThatIsGone() throws Exception {
        RawClient client = client().send(GET);
        FakeCore.OnLane request = requests.await();
        client.reset();
        HeldRequests.respond(request, Response.text("x"));
        try (RawClient next = client().send(GET)) {
            respond(Response.text("y"));
            next.head();
            assertThat(next.read(1)).isEqualTo("y");
        }
    }
}
