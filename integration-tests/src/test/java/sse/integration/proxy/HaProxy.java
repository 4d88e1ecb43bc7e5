package sse.integration.proxy;

import java.io.IOException;
import java.util.List;

/** HAProxy, which does not buffer responses. */
record HaProxy() implements Proxy {
    @Override
    public String program() {
        return "haproxy";
    }

    @Override
    public String language() {
        return "haproxy";
    }

    @Override
    public List<String> configure(Site site) throws IOException {
        Snippet snippet = site.snippet(language(), 0);
        if (site.mode() == Mode.AS_PRINTED) {
            snippet =
                    snippet.with("bind :443", "bind " + site.address()).with("/etc/ssl/events.pem", Certificate.pem());
        } else {
            snippet = snippet.with("bind :443 ssl crt /etc/ssl/events.pem alpn h2,http/1.1", "bind " + site.address());
        }
        if (site.mode() == Mode.IMPATIENT) {
            snippet = snippet.with("timeout client 60s", "timeout client 1s")
                    .with("timeout server 60s", "timeout server 1s");
        }
        return List.of("-db", "-f", site.write("haproxy.cfg", snippet.text()));
    }

    @Override
    public String toString() {
        return "HAProxy";
    }
}
