#!/usr/bin/env bash
# RxNetty: each data line is an event of its own, and a name or id stays in force for all events after it.
#
# Expected: HTML 9.2.6: the data lines of a block are one event; the event type buffer is emptied at its end.
# Instead:  ServerSentEventDecoder hands out one event for each "data" line, without waiting for the blank line, so a
#           name or id that follows the data is not in it; a name once given is in every later event.
# Seen:     rxnetty-http 0.5.3, 2026-11-29, its decoder in Netty's EmbeddedChannel. On Java 17 it needs
#           --add-opens java.base/java.nio=ALL-UNNAMED to start.
# For you:  old services (dashboards of circuit breakers among them) read streams with it. For them, write the fields
#           in the order event, id, data, name every event, and put no line end into data.
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
      <groupId>io.reactivex</groupId><artifactId>rxnetty-http</artifactId><version>0.5.3</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Lines.java <<'JAVA'
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.reactivex.netty.protocol.http.sse.ServerSentEvent;
import io.reactivex.netty.protocol.http.sse.client.ServerSentEventDecoder;
import java.nio.charset.StandardCharsets;

class Lines {
    public static void main(String[] args) {
        var text = "event: price\ndata: bid 10\ndata: ask 11\n\ndata: hello\n\ndata: late\nevent: end\n\n";
        System.out.println("stream  \"" + text.replace("\n", "\\n") + '"');
        var channel = new EmbeddedChannel(new ServerSentEventDecoder());
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set("Content-Type", "text/event-stream").set("Transfer-Encoding", "chunked");
        channel.writeInbound(head);
        channel.writeInbound(new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
        for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
            if (read instanceof ServerSentEvent event) {
                var type = event.hasEventType() ? event.getEventTypeAsString() : "message";
                System.out.printf("event=%s data=\"%s\"%n", type, event.contentAsString());
            }
        }
    }
}
JAVA

cat > expected.txt <<'TEXT'
stream  "event: price\ndata: bid 10\ndata: ask 11\n\ndata: hello\n\ndata: late\nevent: end\n\n"
event=price data="bid 10"
event=price data="ask 11"
event=price data="hello"
event=price data="late"
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "rxnetty-http 0.5.3, Java $java_version"
options='--add-opens java.base/java.nio=ALL-UNNAMED'
# shellcheck disable=SC2086 # two arguments
if ! timeout 100 java $options -cp "$(cat classpath)" Lines.java > seen.txt 2> java.log; then
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
