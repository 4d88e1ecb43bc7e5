#!/usr/bin/env bash
# Micronaut's SseClient: the data lines of an event are joined with nothing between them.
#
# Expected: HTML 9.2.6: LF is appended after each "data" field, so "data: a", "data: b" is "a", LF, "b".
# Instead:  the lines run together, and an empty data line leaves no trace. Formatted JSON survives that by luck, other
#           text does not.
# Seen:     micronaut-http-client 4.10.15, 2026-11-29 (5.2.23 on Java 25 does the same).
# For you:  every server must break data at line ends, so no text of more than one line reaches a Micronaut client
#           whole. Send JSON, where line ends are escaped.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.micronaut</groupId><artifactId>micronaut-http-client</artifactId><version>4.10.15</version>
    </dependency>
    <dependency>
      <groupId>io.micronaut</groupId><artifactId>micronaut-jackson-databind</artifactId><version>4.10.15</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > DataLines.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import io.micronaut.http.client.sse.SseClient;
import java.net.InetSocketAddress;
import java.net.URI;
import reactor.core.publisher.Flux;

class DataLines {
    public static void main(String[] args) throws Exception {
        var text = "data: one\ndata: two\ndata:  three\n\ndata: a\ndata: \ndata: b\n\n";
        System.out.println("stream  " + quoted(text));
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes());
            exchange.close();
        });
        server.start();
        var client = SseClient.create(URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toURL());
        for (var event : Flux.from(client.eventStream("/", String.class)).toIterable()) {
            System.out.println("data=" + quoted(event.getData()));
        }
        System.exit(0);
    }

    static String quoted(String text) {
        return '"' + text.replace("\n", "\\n") + '"';
    }
}
JAVA

cat > expected.txt <<'TEXT'
stream  "data: one\ndata: two\ndata:  three\n\ndata: a\ndata: \ndata: b\n\n"
data="onetwo three"
data="ab"
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "micronaut-http-client 4.10.15, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" DataLines.java > seen.txt 2> java.log; then
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
