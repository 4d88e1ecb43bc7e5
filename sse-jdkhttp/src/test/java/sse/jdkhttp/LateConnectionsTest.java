package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sse.api.spi.TransportServer;

/** Clients that connect while a server closes. The JDK's server of Java 17 forgets one of them in many rounds. */
class LateConnectionsTest {
    private static final int ROUNDS = 100;
    private static final int SECONDS = 30;
    private static final String CLOSED = "closed";

    @Test
    void areClosedWithServer() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            TransportServer server = new JdkHttpTransport().start(new FakeCore(new HeldRequests()));
            InetSocketAddress address = server.address();
            CountDownLatch connecting = new CountDownLatch(1);
            CompletableFuture<List<Socket>> connected = CompletableFuture.supplyAsync(
                    () -> connectUntilRefused(address, connecting), task -> new Thread(task, "connecting").start());
            assertThat(connecting.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            server.close();

            for (Socket client : connected.get(SECONDS, TimeUnit.SECONDS)) {
                try (client) {
                    assertThat(endOf(client)).as("in round " + round).isEqualTo(CLOSED);
                }
            }
        }
    }

    /** Connects and begins a request, again and again. Returns the connections. */
    private static List<Socket> connectUntilRefused(InetSocketAddress address, CountDownLatch connecting) {
        List<Socket> connected = new ArrayList<>();
        try {
            while (true) {
                Socket client = new Socket(address.getAddress(), address.getPort());
                connected.add(client);
                connecting.countDown();
                client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
                client.getOutputStream().write('G');
            }
        } catch (IOException refused) {
            return connected;
        }
    }

    private static String endOf(Socket client) throws IOException {
        try {
            int read = client.getInputStream().read();
            return read < 0 ? CLOSED : "answered: " + read;
        } catch (SocketTimeoutException open) {
            return "open";
        } catch (SocketException reset) {
            return CLOSED;
        }
    }
}
