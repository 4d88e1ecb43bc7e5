package sse.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.client.fixtures.RawServer;
import sse.client.fixtures.RawServer.Script;

/** What a source makes of faults, over real sockets: the table of {@code docs/guides/client.md}. */
class FaultMatrixTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    /** How many blocks of 1 KiB a server can at least send that are not read. */
    private static final int MIN_UNREAD = 64;

    /** How many it can send at most: a few chunks, the JDK's own buffers, and both of the kernel's. */
    private static final int MAX_UNREAD = 32 << 10;

    private static final Script WELL = connection -> {
        connection.open("data: well\n\n");
        connection.awaitClose();
    };

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Disconnection> disconnections = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private RawServer serve(Script... scripts) throws IOException {
        RawServer server = RawServer.start(scripts);
        opened.add(server);
        return server;
    }

    private EventSource.Builder builder(URI uri) {
        return EventSource.builder(uri)
                .reconnectDelay(Duration.ofMillis(10))
                .onEvent(event -> events.add(event.data()))
                .observer(new SourceObserver() {
                    @Override
                    public void onDisconnect(Disconnection disconnection, Duration delay) {
                        disconnections.add(disconnection);
                    }
                });
    }

    /** Starts a source against a server whose connections are answered by scripts, the last of them well. */
    private RawServer startAgainst(Script script) throws IOException {
        RawServer server = serve(script, WELL);
        start(builder(server.uri()));
        return server;
    }

    private EventSource start(EventSource.Builder builder) {
        EventSource source = builder.build();
        opened.add(source);
        return source.start();
    }

    private void assertEvent(String data) throws InterruptedException {
        assertThat(events.poll(20, SECONDS)).isEqualTo(data);
    }

    private Disconnection assertDisconnected(DisconnectReason reason) throws InterruptedException {
        Disconnection disconnection = disconnections.poll(20, SECONDS);
        assertThat(disconnection).isNotNull();
        assertThat(disconnection.reason()).as(disconnection.toString()).isEqualTo(reason);
        return disconnection;
    }

    private static SourceEnd end(EventSource source) throws Exception {
        return source.end().get(20, SECONDS);
    }

    @Test
    void recoversFromASilentPeer() throws Exception {
        RawServer server = serve(
                connection -> {
                    connection.open("data: one\n\n");
                    connection.awaitClose();
                },
                WELL);
        start(builder(server.uri()).idleTimeout(Duration.ofMillis(300)));

        assertEvent("one");
        assertThat(assertDisconnected(DisconnectReason.IDLE).cause()).get().isInstanceOf(HttpTimeoutException.class);
        assertEvent("well");
    }

    @Test
    void recoversFromAResetInAnEvent() throws Exception {
        RawServer server = startAgainst(connection -> {
            connection.open("id: 1\ndata: one\n\nid: 2\ndata: tw");
            events.take();
            connection.reset();
        });

        assertDisconnected(DisconnectReason.LOST);
        assertEvent("well");
        assertThat(server.awaitRequest()).doesNotContain("Last-Event-ID");
        assertThat(server.awaitRequest()).contains("Last-Event-ID: 1\r\n");
    }

    @Test
    void recoversFromAnEndInACharacter() throws Exception {
        startAgainst(connection -> {
            connection.open("data: one\n\ndata: \u00e2\u0082");
        });

        assertEvent("one");
        assertDisconnected(DisconnectReason.ENDED);
        assertEvent("well");
    }

    @Test
    void recoversFromAResetInACharacter() throws Exception {
        RawServer server = startAgainst(connection -> {
            connection.open("id: 1\ndata: one\n\nid: 2\ndata: \u00e2\u0082");
            events.take();
            connection.reset();
        });

        assertThat(assertDisconnected(DisconnectReason.LOST).cause()).get().isInstanceOf(IOException.class);
        assertEvent("well");
        server.awaitRequest();
        assertThat(server.awaitRequest()).contains("Last-Event-ID: 1\r\n");
    }

    @Test
    void recoversFromAChunkThatIsCutOff() throws Exception {
        startAgainst(connection ->
                connection.send(HEAD + "Transfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\n20\r\ndata: tw"));

        assertEvent("one");
        assertThat(assertDisconnected(DisconnectReason.LOST).cause()).get().isInstanceOf(IOException.class);
        assertEvent("well");
    }

    @Test
    void reconnectsAfterAnOrderlyEnd() throws Exception {
        startAgainst(connection ->
                connection.send(HEAD + "Transfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\n0\r\n\r\n"));

        assertEvent("one");
        assertThat(assertDisconnected(DisconnectReason.ENDED).cause()).isEmpty();
        assertEvent("well");
    }

    @Test
    void recoversFromASlowHead() throws Exception {
        RawServer server = serve(
                connection -> {
                    connection.send(HEAD + "X-Slow: ");
                    while (!connection.isClosedWithin(Duration.ofMillis(30))) {
                        connection.send("x");
                    }
                },
                WELL);
        start(builder(server.uri()).responseTimeout(Duration.ofMillis(300)));

        assertThat(assertDisconnected(DisconnectReason.NO_RESPONSE).cause())
                .get()
                .hasToString("java.net.http.HttpTimeoutException: response must arrive within PT0.3S");
        assertEvent("well");
    }

    @Test
    void recoversWithoutAHead() throws Exception {
        RawServer server = serve(RawServer.Connection::awaitClose, WELL);
        start(builder(server.uri()).responseTimeout(Duration.ofMillis(300)));

        assertThat(assertDisconnected(DisconnectReason.NO_RESPONSE).cause())
                .get()
                .hasToString("java.net.http.HttpTimeoutException: response must arrive within PT0.3S");
        assertEvent("well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-", "nonsense\r\n\r\n"})
    void recoversWithoutAWholeHead(String sent) throws Exception {
        startAgainst(connection -> connection.send(sent));

        assertThat(assertDisconnected(DisconnectReason.NO_RESPONSE).cause())
                .get()
                .isInstanceOf(IOException.class);
        assertEvent("well");
    }

    /**
     * The JDK's client repeats a request that is idempotent once more by itself, if the connection is closed at once:
     * the third request is the source's.
     */
    @Test
    void recoversFromACloseWithoutAnswer() throws Exception {
        RawServer server = serve(connection -> {}, connection -> {}, WELL);
        start(builder(server.uri()));

        assertThat(assertDisconnected(DisconnectReason.NO_RESPONSE).cause())
                .get()
                .isInstanceOf(IOException.class);
        assertEvent("well");
        for (int i = 0; i < 3; i++) {
            server.awaitRequest();
        }
        assertThat(disconnections).isEmpty();
    }

    @Test
    void recoversFromSilenceAfterTheHead() throws Exception {
        RawServer server = serve(
                connection -> {
                    connection.open("");
                    connection.awaitClose();
                },
                WELL);
        start(builder(server.uri()).idleTimeout(Duration.ofMillis(300)));

        assertDisconnected(DisconnectReason.IDLE);
        assertEvent("well");
    }

    @Test
    void endsAfter204() throws Exception {
        RawServer server = serve(connection -> connection.send("HTTP/1.1 204 No Content\r\n\r\n"));

        assertThat(end(start(builder(server.uri()))).reason()).isEqualTo(EndReason.COMPLETED);
    }

    @Test
    void endsAfterAnotherType() throws Exception {
        RawServer server = serve(connection ->
                connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p>!"));
        SourceEnd end = end(start(builder(server.uri())));

        assertThat(end.reason()).isEqualTo(EndReason.REFUSED);
        assertThat(end.message())
                .isEqualTo("response must be an event stream: content type must be text/event-stream: text/html");
        assertThat(end.bodyText()).isEqualTo("<p>!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 Too Many Requests", "503 Service Unavailable", "502 Bad Gateway"})
    void retriesTemporaryStatuses(String status) throws Exception {
        startAgainst(connection -> connection.send("HTTP/1.1 " + status + "\r\nContent-Length: 4\r\n\r\nbusy"));

        assertDisconnected(DisconnectReason.REFUSED);
        assertEvent("well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 Too Many Requests", "503 Service Unavailable"})
    void waitsForRetryAfter(String status) throws Exception {
        RawServer server = serve(
                connection -> connection.send("HTTP/1.1 " + status + "\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"),
                WELL);
        long start = System.nanoTime();
        start(builder(server.uri()));

        assertEvent("well");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "WWW-Authenticate: Bearer\r\n"})
    void asksOnceMoreAfter401(String challenge) throws Exception {
        RawServer server = serve(
                connection ->
                        connection.send("HTTP/1.1 401 Unauthorized\r\n" + challenge + "Content-Length: 0\r\n\r\n"),
                WELL);
        start(builder(server.uri()).header("Authorization", attempt -> "Bearer " + attempt.number()));

        assertEvent("well");
        assertThat(server.awaitRequest()).contains("Authorization: Bearer 1\r\n");
        assertThat(server.awaitRequest()).contains("Authorization: Bearer 2\r\n");
    }

    @Test
    void endsAfterASecond401() throws Exception {
        RawServer server =
                serve(connection -> connection.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\n\r\nagain"));
        SourceEnd end = end(start(builder(server.uri()).header("Authorization", attempt -> "Bearer x")));

        assertThat(end.reason()).isEqualTo(EndReason.REFUSED);
        assertThat(end.bodyText()).isEqualTo("again");
        assertThat(end.attempts()).isEqualTo(2);
    }

    @Test
    void endsInARedirectLoop() throws Exception {
        RawServer server = serve(
                connection -> connection.send("HTTP/1.1 302 Found\r\nLocation: /events\r\nContent-Length: 0\r\n\r\n"));
        SourceEnd end = end(start(builder(server.uri())));

        assertThat(end.message()).isEqualTo("response must be an event stream: status must be 200: 302");
        for (int i = 0; i < 6; i++) {
            server.awaitRequest();
        }
    }

    @Test
    void retriesAnUnknownHost() throws Exception {
        start(builder(URI.create("http://host.invalid/events")));

        assertThat(assertDisconnected(DisconnectReason.NOT_CONNECTED).cause())
                .get()
                .isInstanceOf(ConnectException.class);
        assertDisconnected(DisconnectReason.NOT_CONNECTED);
    }

    @Test
    void retriesARefusedConnection() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        start(builder(URI.create("http://localhost:" + port + "/events")));
        assertThat(assertDisconnected(DisconnectReason.NOT_CONNECTED).cause())
                .get()
                .isInstanceOf(ConnectException.class);
        opened.add(RawServer.startAt(port, WELL));

        assertEvent("well");
    }

    @Test
    void retriesATlsHandshakeThatFails() throws Exception {
        // It has no certificate.
        start(builder(acceptEach(SSLServerSocketFactory.getDefault().createServerSocket(0))));

        assertThat(assertDisconnected(DisconnectReason.NOT_CONNECTED).cause())
                .get()
                .isInstanceOf(SSLHandshakeException.class);
        assertDisconnected(DisconnectReason.NOT_CONNECTED);
    }

    @Test
    void retriesATlsFailure() throws Exception {
        start(builder(acceptEach(new ServerSocket(0))));

        assertThat(assertDisconnected(DisconnectReason.NO_RESPONSE).cause())
                .get()
                .isInstanceOf(SSLException.class);
        assertDisconnected(DisconnectReason.NO_RESPONSE);
    }

    /** Answers what each connection sends with a response in the clear. Returns an address that asks for TLS. */
    private URI acceptEach(ServerSocket listener) {
        opened.add(listener);
        Thread answering = new Thread(() -> {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    InputStream in = socket.getInputStream();
                    in.read(new byte[1 << 14]);
                    socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException broken) {
                    // The client has left, or the test has ended.
                }
            }
        });
        answering.setDaemon(true);
        answering.start();
        return URI.create("https://localhost:" + listener.getLocalPort() + "/");
    }

    @Test
    void recoversFromGzipThatIsCutOff() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(bytes, 512, true);
        gzip.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
        gzip.flush();
        RawServer server = serve(
                connection -> {
                    connection.send(HEAD + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n"
                            + bytes.toString(StandardCharsets.ISO_8859_1));
                },
                WELL);
        start(builder(server.uri()).gzip(true));

        assertEvent("one");
        assertThat(assertDisconnected(DisconnectReason.LOST).cause()).get().isInstanceOf(EOFException.class);
        assertEvent("well");
        assertThat(server.awaitRequest()).contains("Accept-Encoding: gzip\r\n");
    }

    @Test
    void doesNotRepeatAPostThatWasCutOff() throws Exception {
        RawServer server = serve(
                connection -> {
                    connection.open("data: one\n\n");
                    events.take();
                    connection.reset();
                },
                WELL);
        SourceEnd end = end(start(builder(server.uri()).method("POST").body("{}")));

        assertThat(end.reason()).isEqualTo(EndReason.GAVE_UP);
        assertThat(end.attempts()).isEqualTo(1);
        assertThat(server.awaitRequest())
                .startsWith("POST /events HTTP/1.1\r\n")
                .doesNotContain("Upgrade");
    }

    @Test
    void doesNotRepeatAPostWithoutAnAnswer() throws Exception {
        RawServer server = serve(connection -> {}, WELL);
        SourceEnd end = end(start(builder(server.uri()).method("POST").body("{}")));

        assertThat(end.reason()).isEqualTo(EndReason.GAVE_UP);
        assertThat(events).isEmpty();
    }

    @Test
    void closesTheSocketOnClose() throws Exception {
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        RawServer server = serve(connection -> {
            connection.open("data: one\n\ndata: tw");
            connection.awaitClose();
            closed.add("closed");
        });
        EventSource source = start(builder(server.uri()));
        assertEvent("one");
        source.close();

        assertThat(closed.poll(10, SECONDS)).isEqualTo("closed");
        assertThat(end(source).reason()).isEqualTo(EndReason.CLOSED);
    }

    @Test
    void closesTheSocketBeforeTheHead() throws Exception {
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        RawServer server = serve(connection -> {
            connection.awaitClose();
            closed.add("closed");
        });
        EventSource source = start(builder(server.uri()));
        server.awaitRequest();
        source.close();

        assertThat(closed.poll(10, SECONDS)).isEqualTo("closed");
    }

    @Test
    void leavesBytesInTheSocketWithoutDemand() throws Exception {
        Semaphore sent = new Semaphore(0);
        String block = "data: " + "x".repeat(1016) + "\n\n";
        RawServer server = serve(connection -> {
            connection.open("");
            while (true) {
                connection.send(block);
                sent.release();
            }
        });
        EventSource source = EventSource.builder(server.uri()).build();
        opened.add(source);
        assertThat(source.read(Duration.ofSeconds(20))).isPresent();
        // Until the server is blocked: nothing tells that it is, but that it sends no more.
        int unread = 0;
        while (unread <= MAX_UNREAD && sent.tryAcquire(unread < MIN_UNREAD ? 20_000 : 500, MILLISECONDS)) {
            unread++;
        }

        assertThat(unread).isBetween(MIN_UNREAD, MAX_UNREAD);
        while (!sent.tryAcquire()) {
            assertThat(source.read(Duration.ofSeconds(20))).isPresent();
        }
    }
}
