#!/usr/bin/env bash
# okhttp-eventsource: a stream is given up after five seconds of silence, not after five minutes.
#
# Expected: its API documentation, HttpConnectStrategy.DEFAULT_READ_TIMEOUT_MILLIS: "5 minutes". HTML 9.2.7 recommends
#           a comment every 15 seconds or so, to keep connections alive.
# Instead:  the constant is 5000 milliseconds. A server that sends a heartbeat every 15 seconds is dropped each time,
#           ten seconds before it.
# Seen:     okhttp-eventsource 4.3.0, 2026-11-29.
# For you:  the client of a quiet stream reconnects all day, with the risk of gaps. Set readTimeout on
#           HttpConnectStrategy, or send heartbeats more often than every five seconds.
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
      <groupId>com.launchdarkly</groupId><artifactId>okhttp-eventsource</artifactId><version>4.3.0</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Silence.java <<'JAVA'
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.HttpConnectStrategy;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

class Silence {
    public static void main(String[] args) throws Exception {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            var body = exchange.getResponseBody();
            body.write("data: hello\n\n".getBytes());
            body.flush();
            pause(15_000);
            body.write(":\n\n".getBytes());
            exchange.close();
        });
        server.start();
        System.out.println("DEFAULT_READ_TIMEOUT_MILLIS: " + HttpConnectStrategy.DEFAULT_READ_TIMEOUT_MILLIS);
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try (var source = new EventSource.Builder(uri).errorStrategy(ErrorStrategy.alwaysContinue()).build()) {
            source.start();
            System.out.println(source.readAnyEvent().getClass().getSimpleName());
            long start = System.nanoTime();
            var next = source.readAnyEvent();
            long seconds = Math.round((System.nanoTime() - start) / 1e9);
            System.out.println((seconds < 10 ? "after five seconds: " : seconds + " s: ") + next);
        }
        System.exit(0);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
JAVA

cat > expected.txt <<'TEXT'
DEFAULT_READ_TIMEOUT_MILLIS: 5000
MessageEvent
after five seconds: FaultEvent(com.launchdarkly.eventsource.StreamIOException: java.net.SocketTimeoutException: timeout)
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "okhttp-eventsource 4.3.0, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" Silence.java > seen.txt 2> java.log; then
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
