package sse.integration.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.spi.Transport;
import sse.nio.NioTransport;
import sse.testkit.StreamEnd;
import sse.testkit.TestResponse;
import sse.testkit.TestStream;

/** Streams through each proxy in cleartext HTTP/1.1, with what the guide says about it. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("proxies")
@Timeout(120)
class ProxyIT extends ProxiedStreamTests {
    private static final Named<Transport> WITHOUT_CHUNKS =
            Named.of("nio without chunks", new NioTransport().withCloseDelimitedStreams());

    @Parameter(0)
    private Proxy proxy;

    @Parameter(1)
    private Transport transport;

    static Stream<Arguments> proxies() {
        List<List<Proxy>> cases = new ArrayList<>();
        Proxies.ALL.forEach(proxy -> cases.add(List.of(proxy)));
        cases.add(List.of(Proxies.NGINX_HTTP_1_0));
        return Stream.concat(
                Proxies.onEachTransport(cases),
                cases.stream().map(arguments -> Arguments.of(arguments.get(0), WITHOUT_CHUNKS)));
    }

    @BeforeParameterizedClassInvocation
    static void start(Proxy proxy, Transport transport, @TempDir Path directory) throws Exception {
        RunningProxy.assumeInstalled(proxy);
        server = ProxiedServer.start(transport);
        server.behind(proxy, Mode.CLEARTEXT, directory);
    }

    @Override
    ProxiedServer startImpatient(Path directory) throws Exception {
        return ProxiedServer.start(transport).behind(proxy, Mode.IMPATIENT, directory);
    }

    @Test
    void detectsDisconnectWithoutWriting() throws Exception {
        Assumptions.assumeTrue(proxy.noticesClientEnd(), () -> proxy + " notices it when it writes");
        Assumptions.assumeTrue(transport.name().equals("nio"), () -> transport.name() + " notices it when it writes");
        TestStream client = server.client().connect(ProxiedServer.SILENT);
        EventStream stream = server.nextOpened();
        stream.send("welcome");
        client.nextEvent();

        client.close();

        assertThat(ProxiedServer.closeReason(stream)).isEqualTo(CloseReason.CLIENT_GONE);
    }

    @Test
    void passesAbortOn() throws Exception {
        Assumptions.assumeTrue(proxy.passesAborts(), () -> proxy + " completes a response that was aborted");
        Assumptions.assumeTrue(sendsChunks(), "without chunks, the end of a connection is the end of the response");
        try (TestStream client = server.client().connect(ProxiedServer.SMALL)) {
            EventStream stream = server.nextOpened();
            Event large = Event.of("x".repeat(1_000));
            while (stream.isOpen()) {
                stream.send(large);
            }

            assertThat(client.skipToEnd()).isEqualTo(StreamEnd.CUT);
            assertThat(ProxiedServer.closeReason(stream)).isEqualTo(CloseReason.OVERFLOW);
        }
    }

    private static boolean sendsChunks() throws Exception {
        try (TestStream direct = server.clientOfServer().connect("/")) {
            server.nextOpened();
            return direct.headers().first("Transfer-Encoding").isPresent();
        }
    }

    @Test
    void opensNoStreamForHead() throws Exception {
        long before = server.openedStreams();

        TestResponse response =
                server.client().withHeader("Accept", "text/event-stream").request("HEAD", "/", Headers.empty(), "");

        assertThat(response.status()).isEqualTo(200);
        server.client().connect("/").close();
        server.nextOpened();
        assertThat(server.openedStreams()).isEqualTo(before + 1);
    }
}
