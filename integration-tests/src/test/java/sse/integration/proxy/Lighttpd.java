package sse.integration.proxy;

import java.io.IOException;
import java.util.List;

/** lighttpd, which passes no byte on before the end of a response unless it is told to stream. */
record Lighttpd() implements Proxy {
    @Override
    public String program() {
        return "lighttpd";
    }

    @Override
    public String language() {
        return "lighttpd";
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
        Snippet snippet = site.snippet(language(), 0);
        if (site.mode() == Mode.IMPATIENT) {
            snippet = snippet.with("\"host\"", "\"read-timeout\" => 1, \"host\"");
        }
        String configuration =
                site.write("lighttpd.conf", """
                server.bind = "127.0.0.1"
                server.port = %d
                server.document-root = "%s"
                %s
                """.formatted(site.port(), site.directory(), snippet.text()));
        return List.of("-D", "-f", configuration);
    }

    @Override
    public String toString() {
        return "lighttpd";
    }
}
