#!/usr/bin/env bash
# Jersey: SseEventSource.Builder.reconnectingEvery takes every number for milliseconds, whatever the unit.
#
# Expected: Jakarta REST 3.1, API documentation: reconnectingEvery(delay, unit) sets the delay in the given unit, so
#           60 seconds are 60 seconds.
# Instead:  reconnectingEvery(60, TimeUnit.SECONDS) comes again after about 60 milliseconds. With (60000,
#           TimeUnit.MILLISECONDS) it waits as told, and "retry: 60000" in the stream is honoured.
# Seen:     jersey-media-sse 4.0.2, 2026-11-29: 47 requests in three seconds where one was meant (the script asserts
#           more than five reconnects).
# For you:  a client meant to be gentle overruns a server that has just restarted. Set the delay in milliseconds; begin
#           streams with "retry:".
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
      <groupId>org.glassfish.jersey.media</groupId><artifactId>jersey-media-sse</artifactId><version>4.0.2</version>
    </dependency>
    <dependency>
      <groupId>org.glassfish.jersey.inject</groupId><artifactId>jersey-hk2</artifactId><version>4.0.2</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Delay.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.sse.SseEventSource;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class Delay {
    public static void main(String[] args) throws Exception {
        run("", 60, TimeUnit.SECONDS);
        run("", 60_000, TimeUnit.MILLISECONDS);
        run("retry: 60000\n", 60, TimeUnit.SECONDS);
        System.exit(0);
    }

    static void run(String head, long delay, TimeUnit unit) throws Exception {
        var requests = new AtomicInteger();
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
        try (var source = SseEventSource.target(target).reconnectingEvery(delay, unit).build()) {
            source.register(event -> {}, error -> {});
            source.open();
            for (int i = 0; i < 200 && requests.get() < 1; i++) {
                Thread.sleep(100);
            }
            Thread.sleep(3_000);
            System.out.printf("reconnectingEvery(%d, %s)%s: %s in the 3 s after the first request%n", delay, unit,
                    head.isEmpty() ? "" : " and " + head.trim(),
                    requests.get() > 5 ? "more than 5 reconnects" : (requests.get() - 1) + " reconnects");
        }
        server.stop(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
reconnectingEvery(60, SECONDS): more than 5 reconnects in the 3 s after the first request
reconnectingEvery(60000, MILLISECONDS): 0 reconnects in the 3 s after the first request
reconnectingEvery(60, SECONDS) and retry: 60000: 0 reconnects in the 3 s after the first request
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "jersey-media-sse 4.0.2, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" Delay.java > seen.txt 2> java.log; then
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
