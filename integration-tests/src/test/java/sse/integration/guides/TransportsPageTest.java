package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sse.api.Response;
import sse.api.SseServer;
import sse.integration.fixtures.SelfSigned;
import sse.nio.NioTransport;
import sse.nio.TlsSettings;
import sse.testkit.TestClient;

/** The code of the page about transports. */
class TransportsPageTest {
    @Test
    void replacesContextWhileServerRuns(@TempDir Path directory) throws Exception {
        SSLContext context =
                SelfSigned.in(Files.createDirectory(directory.resolve("first"))).context();
        SSLContext renewed = SelfSigned.in(Files.createDirectory(directory.resolve("second")))
                .context();
        TlsSettings tls = TlsSettings.of(context);
        SseServer.Builder builder = SseServer.builder().transport(NioTransport.https(tls));
        try (SseServer server =
                builder.port(0).respond("/", request -> Response.text("ok")).start()) {
            TestClient client = TestClient.to(server);
            assertThat(client.withTls(context).get("/").text()).isEqualTo("ok");
            tls.setContext(renewed);
            assertThat(client.withTls(renewed).get("/").text()).isEqualTo("ok");
        }
    }
}
