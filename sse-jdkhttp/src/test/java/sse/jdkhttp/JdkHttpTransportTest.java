package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.Response;
import sse.api.spi.Transport;
import sse.api.spi.TransportServer;
import sse.jdkhttp.FakeCore.FakeStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

@ExtendWith(ExpectedErrors.class)
class JdkHttpTransportTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final HeldRequests requests = new HeldRequests();
    private TransportServer server;

    @BeforeEach
    void start() throws Exception {
        server = new JdkHttpTransport().start(new FakeCore(requests));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RawClient client() throws Exception {
        return RawClient.connect(server.address());
    }

    @Test
    void isFoundByName() {
        assertThat(ServiceLoader.load(Transport.class))
                .extracting(Transport::name, Transport::isAutomatic)
                .contains(Tuple.tuple("jdkhttp", true));
    }

    @Test
    void namesTheAddressThatCannotBeBound() {
        InetSocketAddress taken = server.address();
        assertThatThrownBy(() -> new JdkHttpTransport().start(new FakeCore(requests).bindTo(taken)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on " + taken + ": ");
        assertThatThrownBy(() -> new JdkHttpTransport()
                        .start(new FakeCore(requests).bindTo(InetSocketAddress.createUnresolved("nowhere.invalid", 1))))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on nowhere.invalid:1: the host name is not known");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void failedStartLeavesNoDescriptor() throws Exception {
        InetSocketAddress taken = server.address();
        JdkHttpTransport https = JdkHttpTransport.https(TestTls.context());
        assertThatThrownBy(() -> https.start(new FakeCore(requests).bindTo(taken)))
                .isInstanceOf(IOException.class);
        long before = descriptors();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> new JdkHttpTransport().start(new FakeCore(requests).bindTo(taken)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> https.start(new FakeCore(requests).bindTo(taken)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> new JdkHttpTransport().start(new FakeCore(requests).withoutLanes()))
                    .hasMessage("no lanes");
        }
        assertThat(descriptors() - before).isLessThan(5);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void closesConnectionIfCoreThrows() throws Exception {
        FakeCore broken = new FakeCore(request -> {
            throw new IllegalStateException("made up");
        });
        try (TransportServer failing = new JdkHttpTransport().start(broken);
                RawClient client = RawClient.connect(failing.address()).send(GET)) {
            assertThat(client.countToEnd()).isZero();
        }
    }

    @Test
    void startsSeveralServers() throws Exception {
        Transport transport = new JdkHttpTransport();
        try (TransportServer first = transport.start(new FakeCore(requests));
                TransportServer second = transport.start(new FakeCore(requests))) {
            for (TransportServer each : new TransportServer[] {first, second, first}) {
                try (RawClient client = RawClient.connect(each.address()).send(GET)) {
                    HeldRequests.respond(requests.await(), Response.of(204));
                    assertThat(client.head()).contains("http/1.1 204 no content");
                }
            }
        }
    }

    @Test
    void takesNoConnectionsOnceItHasStopped() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = HeldRequests.open(requests.await());
            server.stopAccepting();
            server.stopAccepting();
            awaitRefusal(server.address());
            stream.writeFully("data: 1\n\n");
            client.head();
            assertThat(client.read(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
            stream.finish();
            assertThat(client.readToEnd()).isEqualTo("0\r\n\r\n");
            assertThat(stream.awaitClosed()).isEqualTo(1);
        }
    }

    @Test
    void closesConnectionAfterPendingResponse() throws Exception {
        try (RawClient client = client().send(GET)) {
            FakeCore.OnLane request = requests.await();
            server.stopAccepting();
            HeldRequests.respond(request, Response.text("x"));
            assertThat(client.head()).contains("connection: close");
            assertThat(client.readToEnd()).isEqualTo("x");
        }
    }

    @Test
    void closesIdleConnectionWithoutResponse() throws Exception {
        try (RawClient holder = client().send(RawClient.STREAM_REQUEST);
                RawClient idle = client()) {
            HeldRequests.open(requests.await());
            idle.send(GET);
            HeldRequests.respond(requests.await(), Response.of(204));
            idle.head();
            server.stopAccepting();
            idle.send(GET);
            assertThat(idle.countToEnd()).isZero();
            assertThat(requests.isEmpty()).isTrue();
        }
    }

    @Test
    void closeEndsEverythingAndLeavesNoThread() throws Exception {
        try (RawClient fresh = client();
                RawClient half = client().send("GET / HT");
                RawClient waiting = client().send(GET);
                RawClient streaming = client()) {
            FakeCore.OnLane request = requests.await();
            streaming.send(RawClient.STREAM_REQUEST);
            FakeStream stream = HeldRequests.open(requests.await());
            stream.writeUntilStalled();
            server.close();
            assertThat(stream.closes()).isEqualTo(1);
            assertThat(TestThreads.ofTransport()).isEmpty();
            assertThat(TestThreads.ofJdkServers()).isEmpty();
            assertThat(fresh.countToEnd()).isZero();
            assertThat(half.countToEnd()).isZero();
            assertThat(waiting.countToEnd()).isZero();
            request.exchange().respond(Response.of(204));
            server.close();
            server.stopAccepting();
            awaitRefusal(server.address());
        }
    }

    @Test
    void closeAlsoEndsAServerThatHasStopped() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeStream stream = HeldRequests.open(requests.await());
            server.stopAccepting();
            server.close();
            assertThat(stream.closes()).isEqualTo(1);
            assertThat(client.countToEnd()).isZero();
            assertThat(TestThreads.ofTransport()).isEmpty();
            assertThat(TestThreads.ofJdkServers()).isEmpty();
        }
    }

    @Test
    void bindsTheSameAddressAgain() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            HeldRequests.open(requests.await()).writeFully("data: 1\n\n");
            client.head();
            server.close();
            try (TransportServer again =
                    new JdkHttpTransport().start(new FakeCore(requests).bindTo(server.address()))) {
                assertThat(again.address()).isEqualTo(server.address());
            }
        }
    }

    @Test
    void closesStreamsThatTheCoreOpensTooLate() throws Exception {
        try (RawClient client = client().send(RawClient.STREAM_REQUEST)) {
            FakeCore.OnLane request = requests.await();
            FakeCore.OnLane early = new FakeCore.OnLane(request.exchange(), Runnable::run);
            server.close();
            assertThat(client.countToEnd()).isZero();
            FakeStream stream = early.open();
            assertThatThrownBy(() -> stream.connection().write(java.nio.ByteBuffer.allocate(1)))
                    .isInstanceOf(IOException.class);
            stream.connection().finish();
            stream.connection().abort();
        }
    }

    /** The listening socket is closed on another thread. */
    private static void awaitRefusal(InetSocketAddress address) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            try {
                RawClient.connect(address).close();
            } catch (ConnectException refused) {
                return;
            } catch (SocketException resetWhileItWaited) {
                continue;
            }
        }
        throw new AssertionError("still takes connections: " + address);
    }
}
