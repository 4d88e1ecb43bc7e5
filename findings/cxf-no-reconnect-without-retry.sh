#!/usr/bin/env bash
# CXF: an SseEventSource does not reconnect at all unless the server has sent "retry:".
#
# Expected: Jakarta REST 3.1, API documentation of SseEventSource: when the connection is lost, the event source waits
#           500 ms and connects again; Builder.reconnectingEvery sets another delay.
# Instead:  after the end of the stream it stays silent for ever, while isOpen() is still true. After a "retry: 200" in
#           the stream it comes again every 200 ms, as it should.
# Seen:     cxf-rt-rs-sse 4.1.4, 2026-11-29, five seconds watched after the first request.
# For you:  a restart of the server ends such clients for good, without a call of their error handler. Begin every
#           stream with "retry:"; in the client call reconnectingEvery.
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
      <groupId>org.apache.cxf</groupId><artifactId>cxf-rt-rs-sse</artifactId><version>4.1.4</version>
    </dependency>
    <dependency>
      <groupId>org.apache.cxf</groupId><artifactId>cxf-rt-rs-client</artifactId><version>4.1.4</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Reconnect.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.sse.SseEventSource;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class Reconnect {
    public static void main(String[] args) throws Exception {
        for (var head : List.of("", "retry: 200\n")) {
            var requests = new AtomicInteger();
            var errors = new AtomicInteger();
            var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                requests.incrementAndGet();
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write((head + "id: 1\ndata: x\n\n").getBytes());
                exchange.close();
            });
            server.start();
            var target = ClientBuilder.newClient().target("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            var source = SseEventSource.target(target).build();
            source.register(event -> {}, error -> errors.incrementAndGet());
            source.open();
            for (int i = 0; i < 200 && requests.get() < 1; i++) {
                Thread.sleep(100);
            }
            for (int i = 0; i < 50 && requests.get() < 4; i++) {
                Thread.sleep(100);
            }
            System.out.printf("%s: reconnects in 5 s: %s, errors: %d, isOpen: %b%n",
                    head.isEmpty() ? "without retry" : "with retry: 200",
                    requests.get() > 1 ? "yes" : "none", errors.get(), source.isOpen());
            source.close();
            server.stop(0);
        }
        System.exit(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
without retry: reconnects in 5 s: none, errors: 0, isOpen: true
with retry: 200: reconnects in 5 s: yes, errors: 0, isOpen: true
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "cxf-rt-rs-sse 4.1.4, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" Reconnect.java > seen.txt 2> java.log; then
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
