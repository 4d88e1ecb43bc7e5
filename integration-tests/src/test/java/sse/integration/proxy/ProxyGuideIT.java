package sse.integration.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.spi.Transport;
import sse.integration.documents.Markdown;
import sse.integration.fixtures.Http;

/**
 * Every configuration in the guide, run as it is printed: only ports, the address of the site and the file of the
 * certificate are replaced. Where it is for TLS, clients speak HTTP/2.
 */
@Timeout(120)
class ProxyGuideIT {
    private static final List<Proxy> PRINTED = List.of(
            Proxies.NGINX,
            Proxies.HAPROXY,
            Proxies.CADDY,
            Proxies.CADDY_ENCODE,
            Proxies.APACHE,
            Proxies.VARNISH,
            Proxies.LIGHTTPD);

    @TempDir
    private Path directory;

    static Stream<Arguments> printed() {
        return Proxies.onEachTransport(PRINTED.stream().map(List::of).toList());
    }

    @Test
    void runsEveryBlock() throws IOException {
        List<String> run = PRINTED.stream().map(Proxy::language).toList();

        assertThat(Markdown.read(Snippet.GUIDE).blocks())
                .extracting(Markdown.Block::language)
                .containsExactlyInAnyOrderElementsOf(run);
    }

    @ParameterizedTest
    @MethodSource("printed")
    void passesEventsOneByOne(Proxy proxy, Transport transport) throws Exception {
        RunningProxy.assumeInstalled(proxy);
        try (ProxiedServer server = ProxiedServer.start(transport).behind(proxy, Mode.AS_PRINTED, directory);
                Http.Stream client = connect(proxy, server.uri())) {
            EventStream stream = server.nextOpened();
            assertThat(client.lineAfter("data: ")).isEqualTo(ProxiedServer.LARGE_DATA);
            for (int i = 1; i <= 5; i++) {
                // The next event is sent only after this one has arrived, so no later byte can flush it.
                stream.send("event " + i);
                assertThat(client.lineAfter("data: ")).isEqualTo("event " + i);
            }

            client.close();

            assertThat(ProxiedServer.closeReason(stream)).isEqualTo(CloseReason.CLIENT_GONE);
        }
    }

    /** Opens a stream with a client that would accept it compressed, but could not read it. */
    private static Http.Stream connect(Proxy proxy, URI uri) throws IOException, InterruptedException {
        URI large = uri.resolve(ProxiedServer.LARGE);
        if (proxy.scheme().equals("http")) {
            return Http.stream(large, "Accept-Encoding", "gzip");
        }
        Http.Stream stream = Http.stream(Certificate.client(), large, "Accept-Encoding", "gzip");
        assertThat(stream.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return stream;
    }
}
