#!/usr/bin/env bash
# Undertow: data that begins with a space arrives without it.
#
# Expected: ServerSentEventConnection.send(String) sends the given data; what a client dispatches is what was sent.
# Instead:  Undertow writes "data:" and then the text with no space between. A client must remove one space after the
#           colon (HTML 9.2.6), and takes the text's own.
# Seen:     undertow-core 2.3.23.Final, read by okhttp-sse 5.5.1, 2026-11-29. The same is true of each line of a text.
# For you:  pieces of text that are to be put together again (tokens of a language model, lines of source) lose the
#           space that separates or indents them. Add one space in front of each line yourself, or send JSON.
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
      <groupId>io.undertow</groupId><artifactId>undertow-core</artifactId><version>2.3.23.Final</version>
    </dependency>
    <dependency>
      <groupId>com.squareup.okhttp3</groupId><artifactId>okhttp-sse</artifactId><version>5.5.1</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > LeadingSpace.java <<'JAVA'
import io.undertow.Handlers;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;

class LeadingSpace {
    public static void main(String[] args) throws Exception {
        var pieces = List.of("Hello", " world", "  indented\n  twice");
        var server = Undertow.builder().addHttpListener(0, "127.0.0.1")
                .setHandler(Handlers.serverSentEvents((connection, lastEventId) -> {
                    pieces.forEach(connection::send);
                    connection.shutdown();
                })).build();
        server.start();
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        var received = new StringBuilder();
        var closed = new CountDownLatch(1);
        var request = new Request.Builder().url("http://127.0.0.1:" + port + "/").build();
        EventSources.createFactory(new OkHttpClient()).newEventSource(request, new EventSourceListener() {
            @Override
            public void onEvent(EventSource source, String id, String type, String data) {
                received.append(data);
            }

            @Override
            public void onClosed(EventSource source) {
                closed.countDown();
            }

            @Override
            public void onFailure(EventSource source, Throwable cause, Response response) {
                closed.countDown();
            }
        });
        closed.await();
        System.out.println("sent      " + String.join("", pieces).replace("\n", "\\n"));
        System.out.println("received  " + received.toString().replace("\n", "\\n"));
        System.exit(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
sent      Hello world  indented\n  twice
received  Helloworld indented\n twice
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "undertow-core 2.3.23.Final, okhttp-sse 5.5.1, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" LeadingSpace.java > seen.txt 2> java.log; then
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
