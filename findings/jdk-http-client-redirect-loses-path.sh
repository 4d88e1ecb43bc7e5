#!/usr/bin/env bash
# The JDK's HttpClient: a redirect to another query leaves the path of the stream.
#
# Expected: RFC 9110, 10.2.2: a Location may be relative, and is resolved by RFC 3986, 5.2.2, whose examples (5.4.1)
#           resolve "?y" against "http://a/b/c/d;p?q" to "http://a/b/c/d;p?y". Browsers and curl do so.
# Instead:  it is resolved by java.net.URI, by the rules of 1998 (RFC 2396): the last segment of the path is removed.
#           "/events/live" with "Location: ?channel=2" becomes "/events/?channel=2".
# Seen:     java.net.http of Java 17.0.15 and 25.0.3, 2026-11-30, with Redirect.NORMAL.
# For you:  a stream that is redirected so is a 404, or a page. Send the whole path in Location; in a client resolve
#           it yourself.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > Redirect.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

class Redirect {
    public static void main(String[] args) throws Exception {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            var uri = exchange.getRequestURI();
            System.out.println(uri);
            if (uri.getQuery() == null) {
                exchange.getResponseHeaders().set("Location", "?channel=2");
                exchange.sendResponseHeaders(307, -1);
            } else {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("data: hello\n\n".getBytes());
            }
            exchange.close();
        });
        server.start();
        var client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events/live");
        client.send(HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build(), BodyHandlers.ofString());
        System.exit(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
/events/live
/events/?channel=2
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "Java $java_version"
if ! timeout 60 java Redirect.java > seen.txt 2> java.log; then
    cat seen.txt java.log
    exit 1
fi
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
