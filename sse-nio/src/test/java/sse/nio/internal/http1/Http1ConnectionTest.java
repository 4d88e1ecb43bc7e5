package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Response;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.nio.fixtures.Client;
import sse.nio.fixtures.Harness;
import sse.nio.fixtures.OpenStream;
import sse.nio.internal.channel.ChannelContext;
import sse.nio.internal.channel.FakeSocket;
import sse.nio.internal.channel.PlainChannel;
import sse.nio.internal.loop.EventLoop;
import sse.nio.internal.loop.Selectable;
import sse.testkit.internal.contract.support.ExpectedErrors;

@ExtendWith(ExpectedErrors.class)
class Http1ConnectionTest {
    private static final String DATE = "Date: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT\r\n";

    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

    @Test
    void answersWithStatusFieldsAndContent() throws Exception {
        try (Harness harness = new Harness(Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            client.send("GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readResponse())
                    .matches("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n" + DATE
                            + "Content-Length: 11\r\n\r\nGET /a\\?b \\[\\]");
        }
    }

    @Test
    void deliversRequestsAsSent() throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send("POST //a%2F HTTP/1.1\r\nHost: a\r\nX:  \u00e9 \r\nContent-Length: 3\r\n\r\na\u00ffc");
            Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
            assertThat(exchange.method()).isEqualTo("POST");
            assertThat(exchange.target()).isEqualTo("//a%2F");
            assertThat(exchange.headers().all("x")).containsExactly("\u00e9");
            assertThat(exchange.body()).containsExactly('a', 0xFF, 'c');
            assertThat(exchange.remoteAddress().getAddress().isLoopbackAddress())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GE", "GET / HTTP/1.1\r\nHost: a\r\n"})
    void answersNothingIfHeadIsCutShort(String head) throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send(head).endOutput();

            assertThat(client.readAll()).isEmpty();
            assertThat(exchanges).isEmpty();
        }
    }

    @Test
    void answersRequestBeforeOneCutShort() throws Exception {
        try (Harness harness = new Harness(Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")
                    .endOutput();

            assertThat(client.readResponse()).endsWith("GET /1 []");
            assertThat(client.readAll())
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .endsWith("\r\n\r\nthe content must be complete and well-formed\n");
        }
    }

    @Test
    void keepsConnectionForNextRequest() throws Exception {
        try (Harness harness = new Harness(Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readResponse()).endsWith("GET /" + i + " []").doesNotContain("Connection");
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (Harness harness = new Harness(Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                requests.append("POST /").append(i).append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n\r\n");
            }
            client.send(requests.toString());
            for (int i = 0; i < 1000; i++) {
                assertThat(client.readResponse()).endsWith("POST /" + i + " [\r\n]");
            }
        }
    }

    @Test
    void delaysRequestsBehindOneWithCore() throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HT");
            Exchange first = exchanges.poll(10, TimeUnit.SECONDS);
            client.send("TP/1.1\r\nHost: a\r\n\r\n");
            harness.onLane(() -> {});
            assertThat(exchanges).isEmpty();
            harness.onLane(() -> {
                echo(first);
                assertThat(exchanges)
                        .as("the answer returns before the next request comes")
                        .isEmpty();
            });
            assertThat(client.readResponse()).endsWith("GET /1 []");
            for (int i = 2; i <= 3; i++) {
                Exchange next = exchanges.poll(10, TimeUnit.SECONDS);
                assertThat(exchanges).isEmpty();
                harness.onLane(() -> echo(next));
                assertThat(client.readResponse()).endsWith("GET /" + i + " []");
            }
        }
    }

    @Test
    void readsOneBufferAheadOfPendingRequest() throws Exception {
        FakeSocket socket = new FakeSocket();
        try (Harness harness = new Harness(exchanges::add)) {
            Harness.FakeLane lane = harness.lanes.get(0);
            ChannelContext channels = new ChannelContext((EventLoop) lane.loop);
            Http1Protocol protocol = new Http1Protocol(channels, harness.context(), scratch -> lane, true);
            harness.onLane(() -> {
                PlainChannel.attach(channels, socket.key, channel -> Http1Connection.open(protocol, channel));
                socket.input = US_ASCII.encode("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
                readWhileInterested(socket);
                socket.input = ByteBuffer.allocate(1024 * 1024);
                readWhileInterested(socket);
            });

            assertThat(socket.input.position()).isEqualTo(64 * 1024);
            assertThat(socket.key.interestOps()).isZero();
            harness.onLane(() -> echo(exchanges.remove()));
            harness.onLane(() -> {});
            assertThat(String.join("", socket.writes)).contains("GET /1 []HTTP/1.1 400 Bad Request\r\n");
        }
    }

    /** Lets the connection read as a selector does that finds its socket readable, up to a hundred times. */
    private static void readWhileInterested(FakeSocket socket) {
        for (int i = 0; i < 100 && socket.input.hasRemaining() && socket.key.interestOps() != 0; i++) {
            socket.key.ready = SelectionKey.OP_READ;
            ((Selectable) socket.key.attachment()).onReady();
        }
    }

    @Test
    void closesConnectionIfClientAsks() throws Exception {
        try (Harness harness = new Harness(Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: a, Close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAll()).contains("\r\nConnection: close\r\n").endsWith("GET / []");
        }
    }

    @Test
    void closesHttp10ConnectionsByDefault() throws Exception {
        try (Harness harness = new Harness(Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            client.send("GET /1 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
            assertThat(client.readResponse())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\nConnection: keep-alive\r\n")
                    .endsWith("GET /1 []");
            client.send("GET /2 HTTP/1.0\r\n\r\n");
            assertThat(client.readAll()).contains("\r\nConnection: close\r\n").endsWith("GET /2 []");
        }
    }

    @Test
    void omitsContentForHead() throws Exception {
        try (Harness harness = new Harness(exchange -> exchange.respond(Response.text("abc")));
                Client client = harness.connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.readAll()).contains("\r\nContent-Length: 3\r\n").endsWith("\r\n\r\n");
        }
    }

    @Test
    void omitsLengthOfNoContent() throws Exception {
        try (Harness harness = new Harness(exchange -> exchange.respond(Response.of(204)));
                Client client = harness.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.readAll()).matches("HTTP/1.1 204 No Content\r\n" + DATE + "Connection: close\r\n\r\n");
        }
    }

    @Test
    void omitsFieldsOfTransport() throws Exception {
        Response response = Response.of(299)
                .withHeader("date", "never")
                .withHeader("CONTENT-LENGTH", "7")
                .withHeader("Connection", "upgrade")
                .withHeader("Transfer-Encoding", "chunked")
                .withHeader("X-Date", "kept");
        try (Harness harness = new Harness(exchange -> exchange.respond(response));
                Client client = harness.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.readAll())
                    .matches("HTTP/1.1 299 \r\nX-Date: kept\r\n" + DATE
                            + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    void sendsContinue() throws Exception {
        try (Harness harness = new Harness(Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("abc");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("POST / [abc]");
        }
    }

    @Test
    void rejectsMalformedRequestAndCloses() throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAll())
                    .matches("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n" + DATE
                            + "Content-Length: 23\r\nConnection: close\r\n\r\nan LF must follow a CR\n");
            assertThat(exchanges).isEmpty();
        }
    }

    @Test
    void sendsRejectionWhileClientStillSends() throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n");
            client.send(new byte[30_000_000]);
            assertThat(client.readAll()).startsWith("HTTP/1.1 413 Content Too Large\r\n");
        }
    }

    @Test
    void rejectsRequestsThatTakeTooLong() throws Exception {
        HttpLimits limits =
                HttpLimits.builder().requestTimeout(Duration.ofSeconds(3)).build();
        try (Harness harness = new Harness(limits, Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\n");
            assertThat(client.readResponse()).endsWith("GET /1 []");
            harness.onLane(() -> {});
            harness.ticker.advance(Duration.ofMillis(2_900));
            client.send("H");
            harness.onLane(() -> {});
            harness.ticker.advance(Duration.ofMillis(600));
            assertThat(client.readAll()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        }
    }

    @Test
    void closesIdleConnectionsSilently() throws Exception {
        HttpLimits limits =
                HttpLimits.builder().idleTimeout(Duration.ofSeconds(30)).build();
        try (Harness harness = new Harness(limits, Http1ConnectionTest::echo);
                Client silent = harness.connect();
                Client blank = harness.connect();
                Client client = harness.connect()) {
            blank.send("\r\n\r\n");
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readResponse()).endsWith("GET / []");
            harness.onLane(() -> {});
            harness.ticker.advance(Duration.ofSeconds(31));
            assertThat(silent.readAll()).isEmpty();
            assertThat(blank.readAll()).isEmpty();
            assertThat(client.readAll()).isEmpty();
            harness.ticker.advance(Duration.ofSeconds(1));
            harness.onLane(() -> {});
            assertThat(harness.ticker.pending()).isZero();
        }
    }

    @Test
    void sendsLargeContentToSlowReader() throws Exception {
        byte[] content = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(content);
        Response response = Response.of("application/octet-stream", content);
        try (Harness harness = new Harness(exchange -> exchange.respond(response));
                Client client = new Client(harness.server().address(), 4096)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2));
            for (int i = 0; i < 2; i++) {
                client.readHead();
                assertThat(client.readBytes(content.length)).isEqualTo(content);
            }
        }
    }

    @Test
    void resetsConnectionIfResponseIsNotRead() throws Exception {
        Response response = Response.of("application/octet-stream", new byte[64 * 1024 * 1024]);
        try (Harness harness = new Harness(exchange -> exchange.respond(response));
                Client client = new Client(harness.server().address(), 4096)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            client.readHead();
            harness.onLane(() -> {});
            // What the kernels on the way still take counts as taken by the client.
            for (int i = 0; i < 3; i++) {
                harness.ticker.advance(Duration.ofSeconds(76));
                harness.onLane(() -> {});
            }
            assertThatThrownBy(client::readAll).hasMessageContaining("reset");
        }
    }

    @Test
    void ignoresAnswersToDisconnectedClients() throws Exception {
        try (Harness harness = new Harness(exchanges::add)) {
            Exchange exchange;
            try (Client client = harness.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                exchange = exchanges.poll(10, TimeUnit.SECONDS);
                client.reset();
            }
            harness.onLane(() -> exchange.respond(Response.text("late")));
            try (Client next = harness.connect()) {
                next.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(exchanges.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    /** What follows is read with the request of the stream, and discarded. */
    @Test
    void closesAfterStreamThatRequestsFollow() throws Exception {
        BlockingQueue<OpenStream> streams = new LinkedBlockingQueue<>();
        try (Harness harness = new Harness(exchange -> streams.add(new OpenStream(exchange)));
                Client client = harness.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
            OpenStream stream = streams.poll(10, TimeUnit.SECONDS);
            harness.onLane(stream.connection::finish);
            assertThat(client.readAll()).contains("\r\nConnection: close\r\n").endsWith("\r\n\r\n0\r\n\r\n");
            assertThat(streams).isEmpty();
        }
    }

    @Test
    void reportsPeerEndWhileRequestIsWithCore() throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
            BlockingQueue<String> calls = new LinkedBlockingQueue<>();
            harness.onLane(() -> exchange.onPeerEnd(() -> calls.add("ended")));
            client.endOutput();
            assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo("ended");
            harness.onLane(() -> echo(exchange));
            assertThat(client.readAll()).contains("\r\nConnection: close\r\n").endsWith("GET / []");
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void answersClientsThatHaveEndedOutput() throws Exception {
        try (Harness harness = new Harness(Http1ConnectionTest::echo);
                Client client = harness.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3");
            client.endOutput();
            assertThat(client.readResponse()).endsWith("GET /1 []");
            assertThat(client.readResponse()).endsWith("GET /2 []");
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void rejectsSecondAnswer() throws Exception {
        try (Harness harness = new Harness(exchanges::add);
                Client client = harness.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Exchange exchange = exchanges.poll(10, TimeUnit.SECONDS);
            harness.onLane(() -> {
                echo(exchange);
                assertThatThrownBy(() -> echo(exchange))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("an exchange must be answered once");
            });
        }
    }

    /** So many requests are handled in one step; what follows them is handled in a task. */
    @ParameterizedTest
    @ValueSource(ints = {0, 16})
    void closesOnlyConnectionWhoseRequestFails(int before) throws Exception {
        try (Harness harness = new Harness(exchange -> {
                    if (exchange.target().equals("/bug")) {
                        throw new IllegalStateException("a bug, made by the test");
                    }
                    echo(exchange);
                });
                Client unlucky = harness.connect();
                Client other = harness.connect()) {
            unlucky.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(before) + "GET /bug HTTP/1.1\r\nHost: a\r\n\r\n");
            for (int i = 0; i < before; i++) {
                assertThat(unlucky.readResponse()).endsWith("GET / []");
            }
            assertThat(unlucky.readAll()).isEmpty();
            other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(other.readResponse()).endsWith("GET / []");
        }
    }

    private static void echo(Exchange exchange) {
        exchange.respond(Response.text(
                exchange.method() + " " + exchange.target() + " [" + new String(exchange.body(), US_ASCII) + "]"));
    }
}
