package sse.integration.proxy;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.spi.Transport;

/** Streams through two proxies: the same one twice, and nginx in front of and behind each other one. */
@ParameterizedClass(name = "{0} before {1}, {2}")
@MethodSource("pairs")
@Timeout(120)
class TwoProxiesIT extends ProxiedStreamTests {
    @Parameter(0)
    private Proxy outer;

    @Parameter(1)
    private Proxy inner;

    @Parameter(2)
    private Transport transport;

    static Stream<Arguments> pairs() {
        Set<List<Proxy>> pairs = new LinkedHashSet<>();
        Proxies.ALL.forEach(proxy -> pairs.add(List.of(proxy, proxy)));
        Proxies.ALL.forEach(proxy -> pairs.add(List.of(Proxies.NGINX, proxy)));
        Proxies.ALL.forEach(proxy -> pairs.add(List.of(proxy, Proxies.NGINX)));
        // The only one that buffers what it is not told about.
        pairs.add(List.of(Proxies.NGINX_HTTP_1_0, Proxies.NGINX));
        return Proxies.onEachTransport(List.copyOf(pairs));
    }

    @BeforeParameterizedClassInvocation
    static void start(Proxy outer, Proxy inner, Transport transport, @TempDir Path directory) throws Exception {
        RunningProxy.assumeInstalled(outer);
        RunningProxy.assumeInstalled(inner);
        server = ProxiedServer.start(transport);
        server.behind(inner, Mode.CLEARTEXT, directory).behind(outer, Mode.CLEARTEXT, directory);
    }

    @Override
    ProxiedServer startImpatient(Path directory) throws Exception {
        Assumptions.assumeTrue(outer.equals(inner), "that each keeps idle streams open is tested for each");
        return ProxiedServer.start(transport)
                .behind(inner, Mode.IMPATIENT, directory)
                .behind(outer, Mode.IMPATIENT, directory);
    }
}
