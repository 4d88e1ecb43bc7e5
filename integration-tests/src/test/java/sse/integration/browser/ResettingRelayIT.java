package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the relay does to a connection, seen by a client. */
class ResettingRelayIT {
    @Test
    void resetsAfterText() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ResettingRelay relay = ResettingRelay.before(server.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
                Socket accepted = server.accept()) {
            relay.resetAfter("two");
            accepted.getOutputStream().write("one two three".getBytes(StandardCharsets.US_ASCII));

            InputStream in = client.getInputStream();
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }
}
