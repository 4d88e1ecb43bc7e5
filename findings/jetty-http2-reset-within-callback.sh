#!/usr/bin/env bash
# Jetty: over HTTP/2 an asynchronous servlet is not told of a reset that arrives while it is in onWritePossible().
#
# Expected: Jakarta Servlet 6.1: WriteListener.onError or AsyncListener.onError is called when an error occurs in the
#           processing of an asynchronous request. So it is if the stream is reset a moment later, when the callback
#           has returned.
# Instead:  no listener is called, neither when the callback returns nor in the five seconds after it. The next write
#           fails.
# Seen:     jetty-ee11-servlet and jetty-http2-server 12.1.12, java.net.http.HttpClient as the client, 2026-11-30.
# For you:  a stream on which nothing is written stays open for good if its client leaves in that moment. Write
#           something every so often (a comment as heartbeat), and do little in the callback.
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
      <groupId>org.eclipse.jetty.ee11</groupId><artifactId>jetty-ee11-servlet</artifactId><version>12.1.12</version>
    </dependency>
    <dependency>
      <groupId>org.eclipse.jetty.http2</groupId><artifactId>jetty-http2-server</artifactId><version>12.1.12</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Reset.java <<'JAVA'
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

class Reset extends HttpServlet implements AsyncListener, WriteListener {
    private final CompletableFuture<String> told = new CompletableFuture<>();
    private final CompletableFuture<Thread> inCallback = new CompletableFuture<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private ServletOutputStream out;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getRequestURI().equals("/other")) {
            response.getWriter().print("ok");
            return;
        }
        var async = request.startAsync();
        async.setTimeout(0);
        async.addListener(this);
        response.setContentType("text/event-stream");
        out = response.getOutputStream();
        out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
        if (inCallback.isDone()) {
            return;
        }
        out.print("data: a\n\n");
        if (out.isReady()) {
            out.flush();
        }
        inCallback.complete(Thread.currentThread());
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        told.complete("a listener is called");
    }

    @Override
    public void onError(AsyncEvent event) {
        told.complete("a listener is called");
    }

    @Override
    public void onComplete(AsyncEvent event) {
        told.complete("a listener is called");
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}

    private String outcome() throws Exception {
        try {
            return told.get(5, TimeUnit.SECONDS);
        } catch (TimeoutException none) {
            try {
                for (int i = 0; i < 3; i++) {
                    if (out.isReady()) {
                        out.print("data: b\n\n");
                    }
                    if (out.isReady()) {
                        out.flush();
                    }
                    Thread.sleep(500);
                }
                return "no listener is called; writes succeed, then " + (told.isDone() ? "one is called" : "none");
            } catch (IOException failed) {
                return "no listener is called; a write fails";
            }
        }
    }

    /** Resets the stream while the callback is in progress, or after it. */
    private static String run(boolean within) throws Exception {
        var servlet = new Reset();
        var server = new Server();
        var configuration = new HttpConfiguration();
        var connector = new ServerConnector(
                server, new HttpConnectionFactory(configuration), new HTTP2CServerConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler();
        var holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        var uri = URI.create("http://127.0.0.1:" + connector.getLocalPort());
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        var other = HttpRequest.newBuilder(uri.resolve("/other")).build();
        // The first request upgrades the connection, which all others share.
        client.send(other, BodyHandlers.ofString());
        var first = new CompletableFuture<Flow.Subscription>();
        client.sendAsync(HttpRequest.newBuilder(uri.resolve("/stream")).build(), BodyHandlers.fromSubscriber(
                new Flow.Subscriber<List<ByteBuffer>>() {
                    Flow.Subscription subscription;

                    @Override
                    public void onSubscribe(Flow.Subscription given) {
                        subscription = given;
                        given.request(1);
                    }

                    @Override
                    public void onNext(List<ByteBuffer> item) {
                        first.complete(subscription);
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onComplete() {}
                }));
        var stream = first.get(30, TimeUnit.SECONDS);
        Thread thread = servlet.inCallback.get(30, TimeUnit.SECONDS);
        if (!within) {
            servlet.release.countDown();
            while (isInCallback(thread)) {
                Thread.onSpinWait();
            }
        }
        stream.cancel();
        // Answered after the reset has been read: both are on one connection.
        String version = client.send(other, BodyHandlers.ofString()).version().toString();
        if (within) {
            servlet.release.countDown();
        }
        String outcome = servlet.outcome();
        server.stop();
        return version + ", " + outcome;
    }

    private static boolean isInCallback(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getClassName().contains("HttpOutput")) {
                return true;
            }
        }
        return false;
    }

    public static void main(String[] args) throws Exception {
        System.out.println("reset after the callback: " + run(false));
        System.out.println("reset within the callback: " + run(true));
        System.exit(0);
    }
}
JAVA

echo "Jetty 12.1.12, $(java -version 2>&1 | head -1)"
if ! timeout 120 java -cp "$(cat classpath)" Reset.java > seen.txt 2> java.log; then
    cat seen.txt java.log
    exit 2
fi
cat > expected.txt <<'TEXT'
reset after the callback: HTTP_2, a listener is called
reset within the callback: HTTP_2, no listener is called; a write fails
TEXT
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
