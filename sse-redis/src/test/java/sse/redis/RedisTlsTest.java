package sse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TLS, with a server whose certificate is valid for {@code localhost} alone. */
class RedisTlsTest extends RedisTest {
    private RedisCertificate certificate;

    @BeforeEach
    void createCertificate() throws Exception {
        RedisServer.requireInstalled();
        certificate = RedisCertificate.create();
    }

    /** Starts a server, and returns its port for TLS. */
    private int start(boolean asksClients) {
        int port = RedisServer.freePort();
        server(certificate.options(port, asksClients));
        return port;
    }

    private static RedisBackplane.Builder builder(String host, int port, SSLContext context) {
        return RedisBackplane.builder().address(host, port).tls(context).publishTimeout(Duration.ofSeconds(10));
    }

    @Test
    void publishesAndFollows() throws Exception {
        int port = start(false);
        RedisBackplane backplane = connect(builder("localhost", port, certificate.context(false)));
        Recorder recorder = follow(backplane);
        publish(backplane, "0");

        recorder.assertReceives("0");
        assertThat(stored(backplane)).containsExactly("0");
    }

    @Test
    void showsCertificateToServerThatAsks() throws Exception {
        int port = start(true);
        RedisBackplane backplane = connect(builder("localhost", port, certificate.context(true)));
        Recorder recorder = follow(backplane);
        publish(backplane, "0");

        recorder.assertReceives("0");
        assertThatThrownBy(() ->
                        builder("localhost", port, certificate.context(false)).connect())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no server is a primary that answers: localhost:" + port);
    }

    @Test
    void refusesCertificateOfOtherHost() throws Exception {
        int port = start(false);
        SSLContext context = certificate.context(false);

        assertThatThrownBy(() -> builder("127.0.0.1", port, context).connect())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no server is a primary that answers: 127.0.0.1:" + port);
    }

    @Test
    void refusesUnknownCertificate() throws Exception {
        int port = start(false);
        SSLContext context = RedisCertificate.create().context(false);

        assertThatThrownBy(() -> builder("localhost", port, context).connect())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no server is a primary that answers: localhost:" + port);
    }
}
