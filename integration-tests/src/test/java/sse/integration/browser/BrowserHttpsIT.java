package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.SelfSigned;
import sse.jdkhttp.JdkHttpTransport;
import sse.jdkhttp.SseHttpHandler;
import sse.nio.NioTransport;

/** Streams over TLS, to a browser that accepts a self-signed certificate. */
@InEachBrowser
class BrowserHttpsIT {
    private static SSLContext tls;

    private final PageStreams streams = new PageStreams();

    @BeforeAll
    static void makeKey(@TempDir Path directory) throws Exception {
        tls = SelfSigned.in(directory).context();
    }

    @Test
    void streamsFromMountedHttpsServer(Page page) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        ExecutorService executor = Executors.newCachedThreadPool();
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(SseHttpHandler.tracking(executor));
        try (SseHttpHandler handler = SseHttpHandler.of(streams.service(PageStreams.QUICK))) {
            server.createContext("/", handler);
            server.start();
            isStreamedTo(page, server.getAddress().getPort());
        } finally {
            server.stop(0);
            executor.shutdownNow();
        }
    }

    @Test
    void streamsFromHttpsTransport(Page page) throws Exception {
        try (SseServer server = streams.start(JdkHttpTransport.https(tls), PageStreams.QUICK)) {
            isStreamedTo(page, server.port());
        }
    }

    @Test
    void streamsFromNio(Page page) throws Exception {
        try (SseServer server = streams.start(NioTransport.https(tls), PageStreams.QUICK)) {
            isStreamedTo(page, server.port());
        }
    }

    private void isStreamedTo(Page page, int port) throws Exception {
        page.navigate("https://localhost:" + port + "/");
        PageEventSource source = PageEventSource.open(page, "/events", "tick");
        source.awaitOpen();
        EventStream first = streams.nextOpened();
        first.send(Event.of("tick", "one").withId("1"));
        assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("tick", "one", "1"));
        first.close();
        source.awaitLoss();
        assertThat(streams.nextClosed()).isEqualTo(CloseReason.COMPLETED);

        source.awaitOpen();
        EventStream second = streams.nextOpened();
        assertThat(second.lastEventId()).contains("1");
        String large = "0123456789abcdef".repeat(1 << 16);
        second.send(large);
        assertThat(source.nextEvent()).isEqualTo(new DispatchedEvent("message", large, "1"));
        source.close();
        assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);
    }
}
