package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.spi.TransportServer;
import sse.jdkhttp.FakeCore.FakeStream;

/** A server is first stopped by the thread that accepts its connections, on which none can come meanwhile. */
class ServerStopTest {
    private static final String ACCEPTING_THREAD = "HTTP-Dispatcher";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final HeldRequests requests = new HeldRequests();

    private TransportServer serve(WatchedServer server) {
        return JdkHttpServer.start(server, new FakeCore(requests), BlockedThreadLimit.NO_LIMIT);
    }

    private static WatchedServer bound(InetSocketAddress address) throws IOException {
        return new WatchedServer(HttpServer.create(address, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::"})
    void isDoneByAcceptingThread(String host) throws Exception {
        WatchedServer watched = bound(new InetSocketAddress(host, 0));
        TransportServer server = serve(watched);

        server.close();

        assertThat(watched.stoppedBy()).startsWith(ACCEPTING_THREAD);
        assertThat(requests.isEmpty()).isTrue();
    }

    @Test
    void isDoneByAcceptingThreadOfHttps() throws Exception {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 100);
        https.setHttpsConfigurator(new HttpsConfigurator(TestTls.context()));
        WatchedServer watched = new WatchedServer(https);
        TransportServer server = serve(watched);

        server.close();

        assertThat(watched.stoppedBy()).startsWith(ACCEPTING_THREAD);
    }

    @Test
    void isDoneByAcceptingThreadDespiteOpenStream() throws Exception {
        WatchedServer watched = bound(new InetSocketAddress(LOOPBACK, 0));
        TransportServer server = serve(watched);
        try (RawClient client = RawClient.connect(server.address()).send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = HeldRequests.open(requests.await());

            server.close();

            assertThat(watched.stoppedBy()).startsWith(ACCEPTING_THREAD);
            assertThat(stream.closes()).isEqualTo(1);
            assertThat(client.countToEnd()).isZero();
        }
    }

    @Test
    void doesNotReachServerThatListensNext() throws Exception {
        TransportServer server = serve(bound(new InetSocketAddress(LOOPBACK, 0)));
        try (RawClient streaming = RawClient.connect(server.address()).send(RawClient.STREAM_REQUEST)) {
            HeldRequests.open(requests.await());
            server.stopAccepting();
            try (ServerSocket next = bindAgain(server.address())) {
                server.close();

                assertThat(streaming.countToEnd()).isZero();
                try (Socket client = new Socket(next.getInetAddress(), next.getLocalPort());
                        Socket accepted = next.accept()) {
                    assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
                }
            }
        }
    }

    /** Binds an address as soon as the server that is stopping has released it. */
    private static ServerSocket bindAgain(InetSocketAddress address) throws IOException {
        long start = System.nanoTime();
        while (true) {
            ServerSocket next = new ServerSocket();
            try {
                next.bind(address);
                return next;
            } catch (BindException notYet) {
                next.close();
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
                    throw notYet;
                }
            }
        }
    }

    @Test
    void isDoneByAcceptingThreadOfIdleServer() throws Exception {
        WatchedServer watched = bound(new InetSocketAddress(LOOPBACK, 0));
        try (TransportServer server = serve(watched);
                RawClient idle = RawClient.connect(server.address())) {
            server.stopAccepting();

            assertThat(idle.countToEnd()).isZero();
            assertThat(watched.stoppedBy()).startsWith(ACCEPTING_THREAD);
        }
    }
}
