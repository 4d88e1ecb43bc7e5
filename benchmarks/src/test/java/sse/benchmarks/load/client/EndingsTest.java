package sse.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.benchmarks.load.server.BroadcastServer;
import sse.benchmarks.load.server.Servers;

/** Streams of servers that are stopped, as they end for clients that wait for it. */
class EndingsTest {
    private static final int STREAMS = 20;

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty-mount", "boot-tomcat"})
    void receivesClosingEvents(String name) throws Exception {
        assertThat(ends(name))
                .containsEntry("open", 0L)
                .containsEntry("finished", (long) STREAMS)
                .containsEntry("closing", (long) STREAMS)
                .containsEntry("cut", 0L);
    }

    @Test
    void reportsStreamsThatAreCut() throws Exception {
        assertThat(ends("jetty-bare"))
                .containsEntry("open", 0L)
                .containsEntry("finished", 0L)
                .containsEntry("closing", 0L)
                .containsEntry("cut", (long) STREAMS);
    }

    /** Stops a server with open streams, and returns how they have ended. */
    private static Map<String, Long> ends(String name) throws Exception {
        try (ClientLoop<Endings> loop = new ClientLoop<>(new Endings())) {
            EndingCommands endings = new EndingCommands(loop);
            try (BroadcastServer server = Servers.create(name)) {
                String port = Integer.toString(server.start());
                assertThat(endings.answer("await-end", port, Integer.toString(STREAMS)))
                        .contains("outstanding=0");
            }
            return Arrays.stream(endings.answer("ends").orElseThrow().split(" "))
                    .map(pair -> pair.split("="))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
        }
    }
}
