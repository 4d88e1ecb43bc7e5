package sse.integration.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Varnish, a cache, which compiles its configuration. */
record Varnish() implements Proxy {
    @Override
    public String program() {
        return "varnishd";
    }

    @Override
    public String language() {
        return "vcl";
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public boolean noticesClientEnd() {
        return false;
    }

    @Override
    public List<String> configure(Site site) throws IOException {
        String configuration =
                site.write("default.vcl", site.snippet(language(), 0).text());
        List<String> arguments = new ArrayList<>(List.of("-F", "-j", "none", "-T", "none", "-s", "default,8m"));
        arguments.addAll(List.of("-n", site.directory().resolve("work").toString()));
        arguments.addAll(List.of("-a", site.address(), "-f", configuration));
        arguments.addAll(List.of("-p", "thread_pools=1", "-p", "thread_pool_min=10"));
        if (site.mode() == Mode.IMPATIENT) {
            arguments.addAll(List.of("-p", "between_bytes_timeout=1", "-p", "send_timeout=1"));
        }
        return arguments;
    }

    @Override
    public String toString() {
        return "Varnish";
    }
}
