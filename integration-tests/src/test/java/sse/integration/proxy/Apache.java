package sse.integration.proxy;

import java.io.IOException;
import java.util.List;

/** The HTTP server of Apache. */
record Apache() implements Proxy {
    @Override
    public String program() {
        return "apache2";
    }

    @Override
    public String language() {
        return "apache";
    }

    @Override
    public boolean noticesClientEnd() {
        return false;
    }

    @Override
    public List<String> configure(Site site) throws IOException {
        Snippet snippet = site.snippet(language(), 0).with("*:443", site.address());
        if (site.mode() == Mode.AS_PRINTED) {
            snippet = snippet.with("/etc/ssl/events.pem", Certificate.pem());
        } else {
            snippet = snippet.without("SSL");
        }
        if (site.mode() == Mode.IMPATIENT) {
            String upstream = "http://127.0.0.1:" + site.upstream() + "/";
            snippet = snippet.with(upstream, upstream + " timeout=1");
        }
        String configuration =
                site.write("apache.conf", """
                ServerRoot "%1$s"
                DefaultRuntimeDir "%1$s"
                PidFile "%1$s/apache.pid"
                ErrorLog "%1$s/log"
                ServerName localhost
                User www-data
                Group www-data
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
                LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
                LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
                LoadModule http2_module /usr/lib/apache2/modules/mod_http2.so
                LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
                StartServers 1
                Listen %2$s
                %3$s
                """.formatted(site.directory(), site.address(), snippet.text()));
        return List.of("-DFOREGROUND", "-f", configuration);
    }

    @Override
    public String toString() {
        return "Apache";
    }
}
