package sse.integration.proxy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import sse.integration.fixtures.Transports;

/** The proxies that the tests run. */
final class Proxies {
    static final Proxy NGINX = new Nginx("1.1");
    static final Proxy NGINX_HTTP_1_0 = new Nginx("1.0");
    static final Proxy HAPROXY = new HaProxy();
    static final Proxy CADDY = new Caddy(Caddy.PLAIN);
    static final Proxy CADDY_ENCODE = new Caddy(Caddy.ENCODE);
    static final Proxy APACHE = new Apache();
    static final Proxy VARNISH = new Varnish();
    static final Proxy LIGHTTPD = new Lighttpd();

    /** One of each kind. */
    static final List<Proxy> ALL = List.of(NGINX, HAPROXY, CADDY, APACHE, VARNISH, LIGHTTPD);

    private Proxies() {}

    /** Returns each of some arguments with each transport as the last one. */
    static Stream<Arguments> onEachTransport(List<? extends List<? extends Object>> cases) {
        return cases.stream()
                .flatMap(arguments -> Transports.overSockets()
                        .map(transport -> Arguments.of(Stream.concat(arguments.stream(), Stream.of(transport))
                                .toArray())));
    }
}
