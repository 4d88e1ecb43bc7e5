package sse.integration.proxy;

import java.io.IOException;
import java.util.List;

/**
 * nginx, which buffers responses by default.
 *
 * @param upstreamVersion the version of HTTP to the server
 * @param listenOptions what follows the address that it listens at, in cleartext
 */
record Nginx(String upstreamVersion, String listenOptions) implements Proxy {
    Nginx(String upstreamVersion) {
        this(upstreamVersion, "");
    }

    @Override
    public String program() {
        return "nginx";
    }

    @Override
    public String language() {
        return "nginx";
    }

    @Override
    public boolean passesAborts() {
        // HTTP/1.0 has no chunks, without which a response that ends may be complete.
        return upstreamVersion.equals("1.1");
    }

    @Override
    public List<String> configure(Site site) throws IOException {
        Snippet snippet = site.snippet(language(), 0)
                .with("proxy_http_version 1.1;", "proxy_http_version " + upstreamVersion + ";");
        if (site.mode() == Mode.AS_PRINTED) {
            snippet = snippet.with("listen 443", "listen " + site.address())
                    .with("/etc/ssl/events.pem", Certificate.pem());
        } else {
            snippet = snippet.with("listen 443 ssl http2;", "listen " + site.address() + listenOptions + ";")
                    .without("ssl_certificate");
        }
        if (site.mode() == Mode.IMPATIENT) {
            snippet = snippet.with("proxy_pass ", "proxy_read_timeout 1s; proxy_pass ");
        }
        String configuration = site.write("nginx.conf", """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                %2$s
                }
                """.formatted(site.directory(), snippet.text()));
        return List.of("-p", site.directory().toString(), "-e", "stderr", "-c", configuration);
    }

    @Override
    public String toString() {
        return "nginx, HTTP/" + upstreamVersion + " to the server";
    }
}
