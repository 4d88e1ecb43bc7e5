#!/usr/bin/env bash
# Helidon: the reconnect delay of an event is accepted and never written.
#
# Expected: API documentation of SseEvent.Builder.reconnectDelay: sets the reconnect delay of the event. On the wire
#           that is the field "retry" (HTML 9.2.6), the only way for a server to set the delay.
# Instead:  id, name, comment and data are written, "retry" is not; nothing is thrown or logged.
# Seen:     helidon-webserver-sse 4.5.0, 2026-11-29. The script needs Java 21 or later.
# For you:  clients keep their own delay (one to five seconds) after a restart, all at nearly the same time, whatever
#           the program sets. Clients of Helidon need a delay of their own.
set -euo pipefail

PATH=${JAVA_HOME:+$JAVA_HOME/bin:}$PATH
if [ "$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')" -lt 21 ]; then
    echo 'Helidon 4 needs Java 21 or later: set JAVA_HOME.'
    exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.helidon.webserver</groupId><artifactId>helidon-webserver-sse</artifactId><version>4.5.0</version>
    </dependency>
    <dependency>
      <groupId>io.helidon.webserver</groupId><artifactId>helidon-webserver</artifactId><version>4.5.0</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Retry.java <<'JAVA'
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.sse.SseSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

class Retry {
    public static void main(String[] args) throws Exception {
        var event = SseEvent.builder().comment("c").id("1").name("n").data("d")
                .reconnectDelay(Duration.ofSeconds(20)).build();
        System.out.println("reconnectDelay of the event: " + event.reconnectMillis().orElseThrow());
        var server = WebServer.builder().host("127.0.0.1").port(0).routing(routing -> routing.get("/", (req, res) -> {
            try (var sink = res.sink(SseSink.TYPE)) {
                sink.emit(event);
            }
        })).build().start();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                .header("Accept", "text/event-stream").build();
        var body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        System.out.println("on the wire: " + body.replace("\n", "\\n"));
        System.exit(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
reconnectDelay of the event: PT20S
on the wire: :c\nid:1\nevent:n\ndata:d\n\n
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "helidon-webserver-sse 4.5.0, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" Retry.java > seen.txt 2> java.log; then
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
