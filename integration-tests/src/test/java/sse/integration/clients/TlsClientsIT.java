package sse.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sse.api.Event;
import sse.api.SseServer;
import sse.api.Topic;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.SearchPath;
import sse.integration.fixtures.SelfSigned;
import sse.nio.NioTransport;

/** Clients of other projects over the TLS of {@code sse-nio}. Browsers are in {@code BrowserHttpsIT}. */
@Timeout(60)
class TlsClientsIT {
    private static SelfSigned key;

    private final Topic topic = Topic.builder().replayOnSubscribe(10).build();
    private SseServer server;

    @BeforeAll
    static void makeKey(@TempDir Path directory) throws Exception {
        key = SelfSigned.in(directory);
    }

    @BeforeEach
    void start() throws Exception {
        server = SseServer.builder()
                .transport(NioTransport.https(key.context()))
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .stream("/", topic)
                .start();
        topic.publish(Event.of("one"));
        topic.publish(Event.of("x".repeat(100_000)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void jdkReadsStream() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(key.context()).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/"))
                .header("Accept", "text/event-stream")
                .build();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            assertThat(nextData(lines)).isEqualTo("data: one");
            assertThat(nextData(lines)).hasSize(100_006);
            topic.publish(Event.of("live"));
            assertThat(nextData(lines)).isEqualTo("data: live");
        }
    }

    @Test
    void curlReadsStream() throws Exception {
        try (Program curl = start(
                "curl",
                "-sS",
                "-N",
                "--cacert",
                key.certificate().toString(),
                "-H",
                "Accept: text/event-stream",
                "https://localhost:" + server.port() + "/")) {
            curl.awaitLine("data: one");
            curl.awaitLine("data: x{100000}");
            topic.publish(Event.of("live"));
            curl.awaitLine("data: live");
        }
    }

    @Test
    void curlIsToldToUseHttps() throws Exception {
        try (Program curl = start("curl", "-sS", "-i", "http://localhost:" + server.port() + "/")) {
            curl.awaitLine("HTTP/1.1 400 Bad Request\r?");
            curl.awaitLine("this port speaks HTTPS: use https:// in place of http://");
            assertThat(curl.awaitExit()).as(curl::output).isZero();
        }
    }

    @Test
    void opensslSendsRequestInRecords() throws Exception {
        try (Program openssl = start(
                "openssl", "s_client", "-quiet", "-crlf", "-max_send_frag", "512", "-connect", "localhost:" + port())) {
            openssl.writeLine("GET / HTTP/1.1");
            openssl.writeLine("Host: localhost");
            openssl.writeLine("Accept: text/event-stream");
            openssl.writeLine("X-Long: " + "y".repeat(4000));
            openssl.writeLine("");
            openssl.awaitLine("HTTP/1.1 200 OK\r?");
            openssl.awaitLine("data: one");
            topic.publish(Event.of("live"));
            openssl.awaitLine("data: live");
        }
    }

    @Test
    void opensslResumesSessions() throws Exception {
        try (Program openssl =
                start("openssl", "s_client", "-tls1_2", "-reconnect", "-connect", "localhost:" + port())) {
            openssl.awaitLine("New, TLSv1\\.2, .*");
            for (int i = 0; i < 5; i++) {
                openssl.awaitLine("Reused, TLSv1\\.2, .*");
            }
        }
    }

    private String port() {
        return Integer.toString(server.port());
    }

    private static Program start(String... command) throws Exception {
        assumeThat(SearchPath.find(command[0])).as(command[0]).isPresent();
        return Program.start(new ProcessBuilder(List.of(command)));
    }

    private static String nextData(BufferedReader lines) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = lines.readLine();
        }
        return line;
    }
}
