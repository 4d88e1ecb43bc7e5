package sse.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import sse.client.fixtures.RawServer;

/** The proxy of an {@code HttpClient} of the user's. The origin's name is one that only the proxy could resolve. */
class ProxyTest {
    private static final URI STREAM = URI.create("http://origin.invalid/events");

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Disconnection> disconnections = new LinkedBlockingQueue<>();

    private static HttpClient.Builder through(RawServer proxy) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress("localhost", proxy.port())));
    }

    private EventSource start(URI uri, HttpClient client) {
        return EventSource.builder(uri)
                .client(client)
                .reconnectDelay(Duration.ofMillis(10))
                .onEvent(event -> events.add(event.data()))
                .observer(new SourceObserver() {
                    @Override
                    public void onDisconnect(Disconnection disconnection, Duration delay) {
                        disconnections.add(disconnection);
                    }
                })
                .build()
                .start();
    }

    private static RawServer.Script stream(String content) {
        return connection -> {
            connection.open(content);
            connection.awaitClose();
        };
    }

    @Test
    void carriesAStreamAndItsResumption() throws Exception {
        try (RawServer proxy = RawServer.start(
                        connection -> connection.open("id: 1\ndata: one\n\n"), stream("data: two\n\n"));
                EventSource source = start(STREAM, through(proxy).build())) {
            assertThat(events.poll(20, SECONDS)).isEqualTo("one");
            assertThat(events.poll(20, SECONDS)).isEqualTo("two");

            assertThat(proxy.awaitRequest())
                    .startsWith("GET http://origin.invalid/events HTTP/1.1\r\n")
                    .doesNotContain("Last-Event-ID");
            assertThat(proxy.awaitRequest())
                    .startsWith("GET http://origin.invalid/events HTTP/1.1\r\n")
                    .contains("Last-Event-ID: 1\r\n");
            assertThat(source.statistics().connections()).isEqualTo(2);
        }
    }

    @Test
    void isGivenItsCredentials() throws Exception {
        Authenticator authenticator = new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("user", "secret".toCharArray());
            }
        };
        try (RawServer proxy = RawServer.start(
                        connection -> connection.send("HTTP/1.1 407 Proxy Authentication Required\r\n"
                                + "Proxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"),
                        stream("data: one\n\n"));
                EventSource source = start(
                        STREAM, through(proxy).authenticator(authenticator).build())) {
            assertThat(events.poll(20, SECONDS)).isEqualTo("one");

            assertThat(proxy.awaitRequest()).doesNotContain("Proxy-Authorization");
            assertThat(proxy.awaitRequest()).contains("Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n");
            assertThat(source.statistics().attempts()).isEqualTo(1);
        }
    }

    @Test
    void isAskedAgainIfItCannotConnect() throws Exception {
        try (RawServer proxy = RawServer.start(
                        connection -> connection.send("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
                        stream("data: one\n\n"));
                EventSource source = start(STREAM, through(proxy).build())) {
            assertThat(events.poll(20, SECONDS)).isEqualTo("one");

            Disconnection disconnection = disconnections.take();
            assertThat(disconnection.reason()).isEqualTo(DisconnectReason.REFUSED);
            assertThat(disconnection.response().orElseThrow().status()).isEqualTo(502);
            assertThat(source.state()).isEqualTo(SourceState.OPEN);
        }
    }

    @Test
    void isAskedForATunnelToHttps() throws Exception {
        try (RawServer proxy = RawServer.start(
                        connection -> connection.send("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"));
                EventSource source = start(
                        URI.create("https://origin.invalid/events"),
                        through(proxy).build())) {
            assertThat(proxy.awaitRequest()).startsWith("CONNECT origin.invalid:443 HTTP/1.1\r\n");
            assertThat(proxy.awaitRequest()).startsWith("CONNECT origin.invalid:443 HTTP/1.1\r\n");

            assertThat(disconnections.poll(20, SECONDS).reason()).isEqualTo(DisconnectReason.NO_RESPONSE);
            assertThat(source.statistics().connections()).isZero();
        }
    }

    @Test
    void isRetriedWhenItIsDown() throws Exception {
        RawServer proxy = RawServer.start(stream("data: one\n\n"));
        int port = proxy.port();
        proxy.close();
        HttpClient client = through(proxy).build();
        try (EventSource source = start(STREAM, client)) {
            assertThat(disconnections.poll(20, SECONDS)).satisfies(disconnection -> {
                assertThat(disconnection.reason()).isEqualTo(DisconnectReason.NOT_CONNECTED);
                assertThat(disconnection.cause()).get().isInstanceOf(IOException.class);
            });
            try (RawServer again = RawServer.startAt(port, stream("data: one\n\n"))) {
                assertThat(events.poll(20, SECONDS)).isEqualTo("one");
                assertThat(again.awaitRequest()).startsWith("GET http://origin.invalid/events ");
            }
        }
    }
}
