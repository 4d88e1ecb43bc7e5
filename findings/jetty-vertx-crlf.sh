#!/usr/bin/env bash
# Jetty's EventSourceServlet and Vert.x' BodyCodec.sseStream: one event of the server is several at the client.
#
# Expected: HTML 9.2.5: CR LF, LF and CR are line ends alike. What Jetty writes (CR LF) is right, and both libraries
#           are made for event streams.
# Instead:  Vert.x ends an event at each CR LF: the name comes as an event without data, each data line as an event of
#           type "message", and two empty ones follow.
# Seen:     jetty-ee10-servlets 12.1.14 and vertx-web-client 5.0.7, 2026-11-29.
# For you:  a Vert.x client cannot be used with a server that writes CR LF. Write LF alone, which all clients read.
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
      <groupId>org.eclipse.jetty.ee10</groupId><artifactId>jetty-ee10-servlets</artifactId><version>12.1.14</version>
    </dependency>
    <dependency>
      <groupId>org.eclipse.jetty.ee10</groupId><artifactId>jetty-ee10-servlet</artifactId><version>12.1.14</version>
    </dependency>
    <dependency>
      <groupId>io.vertx</groupId><artifactId>vertx-web-client</artifactId><version>5.0.7</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Meeting.java <<'JAVA'
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.codec.BodyCodec;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlets.EventSource;
import org.eclipse.jetty.ee10.servlets.EventSourceServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

class Meeting {
    public static class Prices extends EventSourceServlet {
        @Override
        protected EventSource newEventSource(HttpServletRequest request) {
            return new EventSource() {
                @Override
                public void onOpen(Emitter emitter) throws IOException {
                    emitter.event("price", "bid 10\nask 11");
                    emitter.close();
                }

                @Override
                public void onClose() {}
            };
        }
    }

    public static void main(String[] args) throws Exception {
        var server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler();
        var holder = new ServletHolder(new Prices());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();

        var ended = new CountDownLatch(1);
        System.out.println("Jetty: emitter.event(\"price\", \"bid 10\\nask 11\")");
        WebClient.create(Vertx.vertx()).get(connector.getLocalPort(), "127.0.0.1", "/")
                .putHeader("Accept", "text/event-stream")
                .as(BodyCodec.sseStream(stream -> {
                    stream.handler(e -> System.out.printf("Vert.x: event=%s data=\"%s\"%n", e.event(), e.data()));
                    stream.endHandler(end -> ended.countDown());
                })).send();
        ended.await();
        System.exit(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
Jetty: emitter.event("price", "bid 10\nask 11")
Vert.x: event=price data=""
Vert.x: event=message data="bid 10"
Vert.x: event=message data="ask 11"
Vert.x: event=message data=""
Vert.x: event=message data=""
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "jetty-ee10-servlets 12.1.14, vertx-web-client 5.0.7, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" Meeting.java > seen.txt 2> java.log; then
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
