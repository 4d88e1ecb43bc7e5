#!/usr/bin/env bash
# Jetty's EventSourceServlet: an event with empty data is written so that no client dispatches it.
#
# Expected: EventSource.Emitter.event(name, data) sends an event; the empty string is a string. HTML 9.2.6: an event
#           is dispatched if it has at least one "data" field, and "data:" with nothing after it is one.
# Instead:  data is written line by line, and an empty string has no line: only the name is on the wire, which clients
#           must forget at the blank line. A line end at the end of the data is lost for the same reason.
# Seen:     jetty-ee10-servlets 12.1.14, read by okhttp-sse 5.5.1, 2026-11-29.
# For you:  signals without content ("done", "refresh") never reach the page. Give them some data.
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
      <groupId>com.squareup.okhttp3</groupId><artifactId>okhttp-sse</artifactId><version>5.5.1</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > EmptyData.java <<'JAVA'
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlets.EventSource;
import org.eclipse.jetty.ee10.servlets.EventSourceServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

class EmptyData {
    public static class Signals extends EventSourceServlet {
        @Override
        protected EventSource newEventSource(HttpServletRequest request) {
            return new EventSource() {
                @Override
                public void onOpen(Emitter emitter) throws IOException {
                    emitter.event("begin", "");
                    emitter.event("text", "line\n");
                    emitter.event("done", "");
                    emitter.event("done", "now");
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
        var holder = new ServletHolder(new Signals());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();

        System.out.println("sent      begin=\"\", text=\"line\\n\", done=\"\", done=\"now\"");
        var request = new Request.Builder().url("http://127.0.0.1:" + connector.getLocalPort() + "/").build();
        var closed = new CountDownLatch(1);
        EventSources.createFactory(new OkHttpClient()).newEventSource(request, new EventSourceListener() {
            @Override
            public void onEvent(okhttp3.sse.EventSource source, String id, String type, String data) {
                System.out.println("received  " + type + "=\"" + data.replace("\n", "\\n") + '"');
            }

            @Override
            public void onClosed(okhttp3.sse.EventSource source) {
                closed.countDown();
            }

            @Override
            public void onFailure(okhttp3.sse.EventSource source, Throwable cause, Response response) {
                System.out.println("failure   " + cause);
                closed.countDown();
            }
        });
        closed.await();
        System.exit(0);
    }
}
JAVA

cat > expected.txt <<'TEXT'
sent      begin="", text="line\n", done="", done="now"
received  text="line"
received  done="now"
TEXT

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')
echo "jetty-ee10-servlets 12.1.14, okhttp-sse 5.5.1, Java $java_version"
if ! timeout 100 java -cp "$(cat classpath)" EmptyData.java > seen.txt 2> java.log; then
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
