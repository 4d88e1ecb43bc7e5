#!/usr/bin/env bash
# Pekko HTTP: empty data lines vanish from the middle and the end of an event.
#
# Expected: HTML 9.2.6: a "data" field with an empty value appends the empty string and LF to the data buffer, so
#           "data:a", "data:", "data:b" is "a", an empty line, "b".
# Instead:  the client side (EventStreamUnmarshalling) joins only the lines that are not empty. Its server side writes
#           such events rightly, so a text that goes from Pekko to Pekko comes out changed.
# Seen:     pekko-http 1.2.0, 2026-11-29: marshalled and unmarshalled again by the same library.
# For you:  paragraphs of Markdown run together, and a hash or signature over the text does not match. Send JSON.
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
      <groupId>org.apache.pekko</groupId><artifactId>pekko-http_2.13</artifactId><version>1.2.0</version>
    </dependency>
    <dependency>
      <groupId>org.apache.pekko</groupId><artifactId>pekko-stream_2.13</artifactId><version>1.2.0</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > RoundTrip.java <<'JAVA'
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.sse.ServerSentEvent;
import org.apache.pekko.http.javadsl.unmarshalling.sse.EventStreamUnmarshalling;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

class RoundTrip {
    public static void main(String[] args) throws Exception {
        var system = ActorSystem.create();
        for (var text : List.of("a\n\nb", "\na", "a\n")) {
            var event = (org.apache.pekko.http.scaladsl.model.sse.ServerSentEvent) ServerSentEvent.create(text);
            var bytes = event.encode();
            var entity = HttpEntities.create(ContentTypes.parse("text/event-stream"), Source.single(bytes));
            var events = EventStreamUnmarshalling.fromEventsStream(system).unmarshal(entity, system)
                    .toCompletableFuture().get().runWith(Sink.seq(), system).toCompletableFuture().get();
            System.out.printf("text %s, on the wire %s, received %s%n", quoted(text), quoted(bytes.utf8String()),
                    events.stream().map(e -> quoted(e.getData())).toList());
        }
        system.terminate();
    }

    static String quoted(String text) {
        return '"' + text.replace("\n", "\\n") + '"';
    }
}
JAVA

cat > expected.txt <<'TEXT'
text "a\n\nb", on the wire "data:a\ndata:\ndata:b\n\n", received ["a\nb"]
text "\na", on the wire "data:\ndata:a\n\n", received ["a"]
text "a\n", on the wire "data:a\ndata:\n\n", received ["a"]
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "Pekko HTTP 1.2.0, Java $java_version"
if ! timeout 100 java -Dpekko.loglevel=OFF -cp "$(cat classpath)" RoundTrip.java > seen.txt 2> java.log; then
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
