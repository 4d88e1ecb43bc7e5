package sse.integration.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.EventStream;
import sse.api.spi.Transport;
import sse.integration.fixtures.SteadyReader;

/**
 * A client that reads slowly, but all the time, is not cut behind an nginx that keeps little for it, as the guide
 * advises. With the system's buffers nginx takes nothing for many seconds, which no server can tell from a stalled
 * client.
 */
class SteadyReaderBehindNginxIT {
    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void receivesAllOfALargeEvent(Transport transport, @TempDir Path directory) throws Exception {
        Nginx nginx = new Nginx("1.1", " sndbuf=64k");
        RunningProxy.assumeInstalled(nginx);
        try (ProxiedServer server = ProxiedServer.start(transport).behind(nginx, Mode.CLEARTEXT, directory);
                SteadyReader client = SteadyReader.open(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), server.uri().getPort()),
                        ProxiedServer.PATIENT)) {
            EventStream stream = server.nextOpened();

            long read = client.readSlowly(Duration.ofSeconds(15));

            assertThat(stream.closeReason()).as("after %s bytes", read).isEmpty();
            assertThat(client.readTo("data: last\n\n")).isGreaterThan(SteadyReader.EVENT_BYTES - read);
        }
    }
}
