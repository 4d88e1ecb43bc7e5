package sse.integration.proxy;

import java.io.IOException;
import java.util.List;

/**
 * Caddy, which flushes event streams by itself.
 *
 * @param block which of its blocks in the guide is used
 */
record Caddy(int block) implements Proxy {
    /** The block without compression. */
    static final int PLAIN = 0;

    /** The block that compresses other responses. */
    static final int ENCODE = 1;

    @Override
    public String program() {
        return "caddy";
    }

    @Override
    public String language() {
        return "caddyfile";
    }

    @Override
    public boolean passesAborts() {
        return false;
    }

    @Override
    public List<String> configure(Site site) throws IOException {
        Snippet snippet = site.snippet(language(), block);
        if (site.mode() == Mode.AS_PRINTED) {
            // In place of a certificate that Caddy asks an authority for.
            String tls = "tls " + Certificate.pem() + " " + Certificate.pem();
            snippet = snippet.with("events.example.org", "https://" + site.address())
                    .with("reverse_proxy", tls + "\n    reverse_proxy");
        } else {
            snippet = snippet.with("events.example.org", "http://" + site.address());
        }
        if (site.mode() == Mode.IMPATIENT) {
            String upstream = "127.0.0.1:" + site.upstream();
            snippet = snippet.with(upstream, upstream + " {\n transport http {\n read_timeout 1s\n }\n }");
        }
        String configuration = site.write("Caddyfile", """
                {
                    admin off
                    auto_https disable_redirects
                    default_bind 127.0.0.1
                    storage file_system %s
                    servers {
                        protocols h1 h2
                    }
                }
                %s
                """.formatted(site.directory(), snippet.text()));
        return List.of("run", "--adapter", "caddyfile", "--config", configuration);
    }

    @Override
    public String toString() {
        return block == ENCODE ? "Caddy with compression" : "Caddy";
    }
}
