package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.SelfSigned;
import sse.servlet.SseServlet;

/** Streams from a servlet container over HTTP/2 and TLS. */
@InEachBrowser
class BrowserContainerIT {
    /** More than the six connections that a browser opens to a server over HTTP/1.1. */
    private static final int SOURCES = 12;

    private static SelfSigned key;

    private final PageStreams streams = new PageStreams();

    @BeforeAll
    static void makeKey(@TempDir Path directory) throws Exception {
        key = SelfSigned.in(directory);
    }

    @ParameterizedTest
    @EnumSource
    void carriesManySourcesOnOneConnection(HttpsContainer container, Page page) throws Exception {
        SseServlet servlet = SseServlet.of(streams.service(PageStreams.QUICK));
        try (HttpsContainer.Running running = container.start(servlet, key)) {
            page.navigate("https://localhost:" + running.port() + "/");
            List<PageEventSource> sources = new ArrayList<>();
            List<EventStream> opened = new ArrayList<>();
            for (int i = 0; i < SOURCES; i++) {
                PageEventSource source = PageEventSource.open(page, "/events");
                source.awaitOpen();
                sources.add(source);
                opened.add(streams.nextOpened());
            }

            for (int i = 0; i < SOURCES; i++) {
                opened.get(i).send(Event.of("for " + i));
            }

            for (int i = 0; i < SOURCES; i++) {
                assertThat(sources.get(i).nextEvent()).isEqualTo(new DispatchedEvent("message", "for " + i, ""));
            }
            assertThat(clientPorts(opened)).hasSize(1);
            sources.get(0).close();
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);
            opened.get(1).send(Event.of("still"));
            assertThat(sources.get(1).nextEvent()).isEqualTo(new DispatchedEvent("message", "still", ""));
            servlet.close();
        }
    }

    private static Set<Integer> clientPorts(List<EventStream> streams) {
        Set<Integer> ports = new HashSet<>();
        streams.forEach(stream -> ports.add(stream.request().remoteAddress().getPort()));
        return ports;
    }
}
