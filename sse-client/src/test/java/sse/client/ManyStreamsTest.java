package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sse.client.fixtures.RawServer;
import sse.client.fixtures.RawServer.Script;

class ManyStreamsTest {
    private static final int STREAMS = 300;

    @Test
    void needNoThreadEach() throws Exception {
        Script open = connection -> {
            connection.open("data: one\n\n");
            connection.awaitClose();
        };
        long clientsBefore = threads("HttpClient-");
        CountDownLatch received = new CountDownLatch(STREAMS);
        List<EventSource> sources = new ArrayList<>();
        try (RawServer server = RawServer.start(open)) {
            for (int i = 0; i < STREAMS; i++) {
                sources.add(EventSource.builder(server.uri())
                        .onEvent(event -> received.countDown())
                        .build()
                        .start());
            }
            assertThat(received.await(60, TimeUnit.SECONDS)).isTrue();

            assertThat(sources).allMatch(source -> source.state() == SourceState.OPEN);
            // Those of callbacks end within seconds, but until then there are as many as events arrived at once.
            assertThat(threads("sse-client-io-"))
                    .isLessThanOrEqualTo(Math.max(4, Runtime.getRuntime().availableProcessors()));
            assertThat(threads("HttpClient-") - clientsBefore).isLessThanOrEqualTo(1);
        } finally {
            sources.forEach(EventSource::close);
        }
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}
