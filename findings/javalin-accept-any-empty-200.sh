#!/usr/bin/env bash
# Javalin: an SSE route answers "Accept: */*" with status 200, text/plain and nothing else.
#
# Expected: RFC 9110, 12.5.1: "*/*" accepts text/event-stream; where no acceptable form is to be had the answer is 406
#           (15.5.7) or another form of the resource, not an empty success.
# Instead:  only a request whose Accept field holds the words text/event-stream reaches the handler. Any other gets
#           200, Content-Type text/plain, Content-Length 0; the handler is not called and nothing is logged.
# Seen:     Javalin 7.2.3 with its Jetty, java.net.http as the client, 2026-11-29.
# For you:  clients that send "*/*" see an empty stream that has ended in order and connect again, for ever. Set
#           Accept in the client; when testing with curl, give it -H 'Accept: text/event-stream'.
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
      <groupId>io.javalin</groupId><artifactId>javalin</artifactId><version>7.2.3</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Accept.java <<'JAVA'
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

class Accept {
    public static void main(String[] args) throws Exception {
        var app = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.sse("/events", client -> client.sendEvent("hello", "world"));
        }).start("127.0.0.1", 0);
        var client = HttpClient.newHttpClient();
        var uri = URI.create("http://127.0.0.1:" + app.port() + "/events");
        for (var accept : List.of("text/event-stream", "*/*", "text/*")) {
            var request = HttpRequest.newBuilder(uri).header("Accept", accept).build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            System.out.printf("Accept: %s -> %d %s, body %s%n", accept, response.statusCode(),
                    response.headers().firstValue("content-type").orElse("-"),
                    '"' + response.body().replace("\n", "\\n") + '"');
        }
        System.exit(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
Accept: text/event-stream -> 200 text/event-stream;charset=utf-8, body "event: hello\ndata: world\n\n"
Accept: */* -> 200 text/plain, body ""
Accept: text/* -> 200 text/plain, body ""
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "Javalin 7.2.3, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" Accept.java > seen.txt 2> java.log; then
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
