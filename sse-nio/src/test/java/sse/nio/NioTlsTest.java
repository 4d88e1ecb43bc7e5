package sse.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;
import sse.nio.fixtures.Client;
import sse.nio.fixtures.Harness;
import sse.nio.fixtures.KeyManagers;
import sse.nio.fixtures.TestTls;
import sse.nio.fixtures.TlsClient;

/** TLS, by clients of the JDK; the contract over TLS is apart. */
@Timeout(60)
class NioTlsTest {
    private static final SSLContext CONTEXT = TestTls.context();
    private static final int ALERT = 21;
    private static final int DATA = 23;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static Harness serve(TlsSettings settings) throws IOException {
        return Harness.of(NioTransport.https(settings), NioTlsTest::describe);
    }

    private static void describe(Exchange exchange) {
        String name = exchange.principal().map(Principal::getName).orElse("somebody");
        String version = exchange.tlsSession().map(SSLSession::getProtocol).orElse("none");
        exchange.respond(Response.text(name + " " + version + " " + exchange.body().length));
    }

    private static TlsClient connect(Harness server) throws IOException {
        return new TlsClient(server.server().address(), CONTEXT);
    }

    /** Connects with a context that has no sessions. */
    private static TlsClient connectAnew(Harness server) throws IOException {
        return new TlsClient(server.server().address(), TestTls.context());
    }

    /** Waits until the connections that have been opened are accepted: they are in order. */
    private static void awaitAccepted(Harness server) throws IOException {
        try (TlsClient last = connect(server)) {
            last.send(LAST_GET).readToEnd();
        }
    }

    private static String nameOf(SSLSession session) throws IOException {
        X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    @Nested
    class Requests {
        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void areAnsweredInEachVersion(String version) throws Exception {
            try (Harness server = serve(TlsSettings.of(CONTEXT));
                    TlsClient client = connect(server).withProtocol(version)) {
                assertThat(client.send(GET).readResponse()).endsWith("\r\n\r\nsomebody " + version + " 0");
                assertThat(client.send(LAST_GET).readToEnd()).endsWith("\r\n\r\nsomebody " + version + " 0");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void areReadByteByByte(String version) throws Exception {
            String content = "x".repeat(40_000);
            String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n" + content;
            try (Harness server = serve(TlsSettings.of(CONTEXT));
                    TlsClient client = TlsClient.byteByByte(server.server().address(), CONTEXT)
                            .withProtocol(version)) {
                assertThat(client.send(post).readResponse()).endsWith("\r\n\r\nsomebody " + version + " 40000");
            }
        }

        @Test
        void areAnsweredAfterNewKeys() throws Exception {
            try (Harness server = serve(TlsSettings.of(CONTEXT));
                    TlsClient client = connect(server).withProtocol("TLSv1.3")) {
                client.send(GET).readResponse();
                for (int i = 0; i < 10; i++) {
                    client.handshake();
                    assertThat(client.send(GET).readResponse()).endsWith("\r\n\r\nsomebody TLSv1.3 0");
                }
            }
        }

        @Test
        void areRefusedWithoutTls() throws Exception {
            try (Harness server = serve(TlsSettings.of(CONTEXT));
                    Client client = server.connect().send("G")) {
                String answer = client.readAll();

                assertThat(answer)
                        .startsWith("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nDate: ")
                        .endsWith("\r\nContent-Length: 57\r\nConnection: close\r\n\r\n"
                                + "this port speaks HTTPS: use https:// in place of http://\n");
            }
        }

        @Test
        void areAnsweredOverOthersThatFail() throws Exception {
            try (Harness server = serve(TlsSettings.of(CONTEXT));
                    TlsClient good = connect(server).handshake();
                    TlsClient bad = connect(server).handshake();
                    Client worse = server.connect().send(new byte[] {22, 3, 1, 0, 4, 99, 0, 0, 0})) {
                bad.sendRaw(new byte[] {23, 3, 3, 0, 20}).sendRaw(new byte[20]);

                assertThat(worse.readBytes(5)).startsWith(21, 3);
                assertThatIOException().isThrownBy(() -> bad.read(1)).isNotInstanceOf(SocketTimeoutException.class);
                assertThat(good.send(GET).readResponse()).endsWith("\r\n\r\nsomebody TLSv1.3 0");
            }
        }

        @Test
        void areNotAnsweredAfterRenegotiation() throws Exception {
            try (Harness server = serve(TlsSettings.of(CONTEXT));
                    TlsClient client = connect(server).withProtocol("TLSv1.2")) {
                client.send(GET).readResponse();

                assertThatIOException()
                        .isThrownBy(() -> client.handshake().send(GET).readResponse())
                        .isNotInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Nested
    class Streams {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        private void open(Exchange exchange) {
            leaveOpen(exchange).finish();
        }

        private void begin(Exchange exchange) {
            try {
                leaveOpen(exchange).write(ByteBuffer.wrap(new byte[] {':', '\n'}));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private StreamConnection leaveOpen(Exchange exchange) {
            return exchange.open(200, Headers.empty(), new ConnectionListener() {
                @Override
                public void writable() {}

                @Override
                public void closed() {
                    events.add("closed");
                }
            });
        }

        @Test
        void announceTheirEnd() throws Exception {
            NioTransport transport = NioTransport.https(CONTEXT).withCloseDelimitedStreams();
            try (Harness server = Harness.of(transport, this::open);
                    TlsClient client = TlsClient.recording(server.server().address(), CONTEXT)
                            .withProtocol("TLSv1.2")) {
                assertThat(client.send(GET).readToEnd()).endsWith("\r\n\r\n");
                assertThat(client.recordTypes()).endsWith(DATA, ALERT);
                client.close();

                assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
            }
        }

        @Test
        void endWithOutputOfClient() throws Exception {
            try (Harness server = Harness.of(NioTransport.https(CONTEXT), this::begin);
                    TlsClient client = connect(server).send(GET)) {
                client.readHead();
                client.endOutput();

                assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
            }
        }
    }

    @Nested
    class Handshakes {
        @Test
        void runTheirTasksOffTheLoop() throws Exception {
            List<String> threads = new CopyOnWriteArrayList<>();
            X509ExtendedKeyManager keys = new KeyManagers.Forwarding(KeyManagers.of(TestTls.keys())) {
                @Override
                public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
                    threads.add(Thread.currentThread().getName());
                    return super.chooseEngineServerAlias(type, issuers, engine);
                }
            };
            NioTransport transport = NioTransport.https(TestTls.context(keys));
            try (Harness server = Harness.of(transport, NioTlsTest::describe);
                    TlsClient client = connect(server)) {
                assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
            }

            assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("sse-nio-tls-"));
        }

        @Test
        void areEndedByTimeout() throws Exception {
            TlsSettings settings = TlsSettings.builder(CONTEXT)
                    .handshakeTimeout(Duration.ofSeconds(3))
                    .build();
            try (Harness server = serve(settings);
                    Client silent = server.connect();
                    Client slow = server.connect().send(new byte[] {22, 3, 1, 2, 0, 1});
                    TlsClient late = connect(server)) {
                awaitAccepted(server);
                server.ticker.advance(Duration.ofMillis(2900));
                server.onLane(() -> {});
                assertThat(late.send(GET).readResponse()).endsWith("\r\n\r\nsomebody TLSv1.3 0");
                slow.send(new byte[] {0});
                server.ticker.advance(Duration.ofMillis(600));

                assertThat(silent.readAll()).isEmpty();
                assertThat(slow.readAll()).isEmpty();
            }
        }

        @Test
        void endOldestAboveLimit() throws Exception {
            TlsSettings settings = TlsSettings.builder(CONTEXT).maxHandshakes(2).build();
            byte[] beginning = {22, 3, 1, 2, 0, 1};
            try (Harness server = serve(settings);
                    Client first = server.connect().send(beginning);
                    TlsClient finished = connect(server).send(GET)) {
                assertThat(finished.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
                try (Client second = server.connect().send(beginning);
                        TlsClient third = connect(server).send(GET)) {
                    assertThat(third.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
                    assertThat(first.readAll()).isEmpty();
                    second.send(new byte[] {0});
                    assertThat(finished.send(GET).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void areResumed(String version) throws Exception {
            SSLContext clients = TestTls.context();
            try (Harness server = serve(TlsSettings.of(CONTEXT))) {
                long created = sessionOf(server, clients, version).getCreationTime();

                assertThat(sessionOf(server, clients, version).getCreationTime())
                        .isEqualTo(created);
            }
        }

        private SSLSession sessionOf(Harness server, SSLContext clients, String version) throws IOException {
            try (TlsClient client = new TlsClient(server.server().address(), clients).withProtocol(version)) {
                client.send(LAST_GET).readToEnd();
                return client.session();
            }
        }

        @Test
        void chooseApplicationProtocol() throws Exception {
            try (Harness server = serve(TlsSettings.of(CONTEXT));
                    TlsClient both = connect(server).withApplicationProtocols("h2", "http/1.1");
                    TlsClient none = connect(server);
                    TlsClient other = connect(server).withApplicationProtocols("h2")) {
                assertThat(both.handshake().applicationProtocol()).isEqualTo("http/1.1");
                assertThat(none.handshake().applicationProtocol()).isEmpty();
                assertThatExceptionOfType(SSLHandshakeException.class)
                        .isThrownBy(() -> other.handshake())
                        .withMessageContaining("no_application_protocol");
            }
        }

        @Test
        void chooseCertificateByName() throws Exception {
            SSLContext both = TestTls.context(KeyManagers.byServerName(TestTls.keys()));
            try (Harness server = serve(TlsSettings.of(both));
                    TlsClient first = connectAnew(server).withServerName("localhost");
                    TlsClient second = connectAnew(server).withServerName("other")) {
                assertThat(nameOf(first.handshake().session())).isEqualTo("CN=localhost");
                assertThat(nameOf(second.handshake().session())).isEqualTo("CN=other");
            }
        }
    }

    @Nested
    class ClientCertificates {
        private TlsSettings asking(boolean must) {
            SSLParameters parameters = CONTEXT.getDefaultSSLParameters();
            if (must) {
                parameters.setNeedClientAuth(true);
            } else {
                parameters.setWantClientAuth(true);
            }
            return TlsSettings.builder(CONTEXT).parameters(parameters).build();
        }

        @Test
        void nameThePrincipal() throws Exception {
            try (Harness server = serve(asking(true));
                    TlsClient client = connect(server).send(GET)) {
                assertThat(client.readResponse()).endsWith("\r\n\r\nCN=localhost TLSv1.3 0");
            }
        }

        @Test
        void areOptionalIfOnlyWanted() throws Exception {
            try (Harness server = serve(asking(false));
                    TlsClient client = new TlsClient(server.server().address(), TestTls.withoutKey())) {
                assertThat(client.send(GET).readResponse()).endsWith("\r\n\r\nsomebody TLSv1.3 0");
            }
        }

        @Test
        void areRequiredIfNeeded() throws Exception {
            try (Harness server = serve(asking(true));
                    TlsClient client = new TlsClient(server.server().address(), TestTls.withoutKey())) {
                assertThatExceptionOfType(SSLException.class)
                        .isThrownBy(() -> client.send(GET).readResponse())
                        .withMessageMatching(".*Received fatal alert: (bad_certificate|certificate_required)");
            }
        }
    }

    @Nested
    class Contexts {
        @Test
        void areReplacedWhileServerRuns() throws Exception {
            TlsSettings settings = TlsSettings.of(CONTEXT);
            try (Harness server = serve(settings);
                    TlsClient before = connect(server).send(GET)) {
                assertThat(before.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
                settings.setContext(TestTls.contextOf("other"));
                try (TlsClient after = connect(server).handshake()) {
                    assertThat(nameOf(after.session())).isEqualTo("CN=other");
                    assertThat(after.send(GET).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
                }

                assertThat(nameOf(before.session())).isEqualTo("CN=localhost");
                assertThat(before.send(GET).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
            }
        }

        @Test
        void mustBeInitialized() throws Exception {
            SSLContext raw = SSLContext.getInstance("TLS");
            TlsSettings settings = TlsSettings.of(CONTEXT);

            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> TlsSettings.of(raw), () -> settings.setContext(raw), () -> NioTransport.https(raw))) {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(use)
                        .withMessage("SSLContext is not initialized");
            }
        }
    }

    @Nested
    class Settings {
        @Test
        void haveLimits() {
            TlsSettings.Builder builder = TlsSettings.builder(CONTEXT);
            builder.handshakeTimeout(Duration.ofMillis(10))
                    .handshakeTimeout(Duration.ofHours(1))
                    .maxHandshakes(1);

            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> builder.handshakeTimeout(Duration.ofMillis(9)))
                    .withMessage("handshake timeout must be from 10 ms to 1 h: PT0.009S");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(
                            () -> builder.handshakeTimeout(Duration.ofHours(1).plusNanos(1)))
                    .withMessage("handshake timeout must be from 10 ms to 1 h: PT1H0.000000001S");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> builder.maxHandshakes(0))
                    .withMessage("handshakes must be at least 1: 0");
        }

        @Test
        void refuseOtherApplicationProtocols() {
            SSLParameters parameters = CONTEXT.getDefaultSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});

            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() ->
                            TlsSettings.builder(CONTEXT).parameters(parameters).build())
                    .withMessage("application protocols must be http/1.1: [h2, http/1.1]");
        }

        @Test
        void copyTheParameters() throws Exception {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2"});
            TlsSettings settings =
                    TlsSettings.builder(CONTEXT).parameters(parameters).build();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            try (Harness server = serve(settings);
                    TlsClient client = connect(server).send(GET)) {
                assertThat(client.readResponse()).endsWith("\r\n\r\nsomebody TLSv1.2 0");
            }
        }
    }

    @Test
    void drainsHandshakes() throws Exception {
        try (Harness server = serve(TlsSettings.of(CONTEXT));
                Socket waiting = new Socket()) {
            waiting.connect(server.server().address());
            awaitAccepted(server);
            server.server().stopAccepting();

            assertThat(waiting.getInputStream().read()).isEqualTo(-1);
        }
    }
}
