package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.jdkhttp.JdkHttpTransport;
import sse.nio.NioTransport;

/** Pages whose streams a full server sheds. The shortest delay is 5 s: both transports are waited for at once. */
@InEachBrowser
class BrowserCapacityIT {
    /** A server for one stream, which the first page has and the second page waits for. */
    private static final class Full implements AutoCloseable {
        private final PageStreams streams = new PageStreams();
        private final SseServer server;
        private final PageEventSource first;
        private final PageEventSource second;
        private final EventStream stays;
        private final double shedAt;

        Full(Transport transport, Page page, Page later) throws Exception {
            server = streams.addTo(SseServer.builder(), PageStreams.QUICK)
                    .transport(transport)
                    .port(0)
                    .maxStreams(1)
                    .start();
            page.navigate(PageStreams.url(server.port()));
            first = PageEventSource.open(page, "/events");
            first.awaitOpen();
            stays = streams.nextOpened();

            later.navigate(PageStreams.url(server.port()));
            second = PageEventSource.open(later, "/events");
            second.awaitOpen();
            shedAt = second.awaitLoss();
        }

        void keepsOpenStream() {
            assertThat(server.statistics().shed()).isEqualTo(1);
            stays.send("still here");
            assertThat(first.nextEvent()).isEqualTo(new DispatchedEvent("message", "still here", ""));
        }

        void makeRoom() throws Exception {
            first.close();
            assertThat(streams.nextClosed()).isEqualTo(CloseReason.CLIENT_GONE);
        }

        void servesShedPage() throws Exception {
            double back = second.awaitOpen();
            assertThat(back - shedAt).isGreaterThan(4_995);
            streams.nextOpened().send("welcome");
            assertThat(second.nextEvent()).isEqualTo(new DispatchedEvent("message", "welcome", ""));
            assertThat(server.statistics().shed()).isEqualTo(1);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @Test
    void reconnectsAfterLoadShedding(Page first, Page second, Page third, Page fourth) throws Exception {
        try (Full nio = new Full(new NioTransport(), first, second);
                Full jdkhttp = new Full(new JdkHttpTransport(), third, fourth)) {
            nio.keepsOpenStream();
            jdkhttp.keepsOpenStream();
            nio.makeRoom();
            jdkhttp.makeRoom();

            nio.servesShedPage();
            jdkhttp.servesShedPage();
        }
    }
}
