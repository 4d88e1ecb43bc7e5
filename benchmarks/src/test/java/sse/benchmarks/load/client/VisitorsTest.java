package sse.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.benchmarks.load.server.ServerCommands;
import sse.benchmarks.load.server.Servers;

/** Visitors of this library's servers, and of one that does to them what they must notice. */
class VisitorsTest {
    private static final String SEED = "1";
    private static final int VISITORS = 30;
    private static final int RESUMED = 100;

    @ParameterizedTest
    @CsvSource({
        "nio, visit, 500, 5",
        "nio-gzip, visit, 500, 5",
        "nio-tls, visit, 500, 5",
        "jdkhttp, visit, 500, 5",
        // More slowly: Jetty closes a connection on which more than 128 resets come in a second, and Netty sends one,
        // too, for each event that comes on a stream that it has left.
        "tomcat-http2, visit-http2, 50, 20",
        "jetty-mount-http2, visit-http2, 50, 20"
    })
    void receivesEveryEventHoweverTheyLeave(String name, String visit, String rate, String unitMillis)
            throws Exception {
        try (ServerCommands server = new ServerCommands(Servers.create(name));
                ClientLoop<Visitors> http1 = new ClientLoop<>(new Visitors(new SocketVisits(connectorOf(name))));
                ClientLoop<Visitors> http2 = new ClientLoop<>(new Visitors(new Http2Visits()))) {
            VisitorCommands visitors = new VisitorCommands(http1, http2);
            String port = numbers(server.start()).get("port").toString();
            server.answer("rate", rate, "100");
            visitors.answer(visit, port, Integer.toString(VISITORS), "100", SEED, unitMillis);
            awaitAtLeast(RESUMED, "resumed", visitors);

            assertThat(visitors.answer("settle")).contains("outstanding=0");
            long published = numbers(server.answer("stop").orElseThrow()).get("published");
            assertThat(visitors.answer("rest", Long.toString(published))).contains("outstanding=0");
            assertThat(report(visitors))
                    .as(visitors.answer("visits").orElseThrow())
                    .containsEntry("missing", 0L)
                    .containsEntry("duplicated", 0L)
                    .containsEntry("reordered", 0L)
                    .containsEntry("ended", 0L)
                    .containsEntry("here", (long) VISITORS)
                    .containsEntry("stalled", 0L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1 2 3, 4 5 6, 0, 0, 0",
        "1 2 3, 5 6 7, 1, 0, 0",
        "1 2 3, 3 4 5, 0, 1, 0",
        "1 2 3, 5 4 6, 0, 0, 1",
        "7 8 9, 10 11, 0, 0, 0",
        "7 8 9, 7 10,  0, 1, 0"
    })
    void compareWhatTheyGetWithWhatTheyHadBefore(
            String first, String second, long missing, long duplicated, long reordered) throws Exception {
        try (ScriptedServer server = new ScriptedServer(100);
                ClientLoop<Visitors> http1 = new ClientLoop<>(new Visitors(new SocketVisits(Connector.plain())));
                ClientLoop<Visitors> http2 = new ClientLoop<>(new Visitors(new Http2Visits()))) {
            VisitorCommands visitors = new VisitorCommands(http1, http2);
            visitors.answer("visit", server.port(), "1", "100", SEED, "1");
            assertThat(server.accept()).isEmpty();
            server.send(sequences(first));
            String lastEventId = server.accept();
            server.send(sequences(second));
            awaitAtLeast(sequences(first).length + sequences(second).length, "deliveries", visitors);

            assertThat(lastEventId).isEqualTo("scripted-" + first.substring(first.lastIndexOf(' ') + 1));
            assertThat(report(visitors))
                    .containsEntry("missing", missing)
                    .containsEntry("duplicated", duplicated)
                    .containsEntry("reordered", reordered)
                    .containsEntry("ended", 0L)
                    .containsEntry("resumed", 1L);
        }
    }

    @Test
    void reportsStreamsThatEndEarly() throws Exception {
        try (ScriptedServer server = new ScriptedServer(100);
                ClientLoop<Visitors> http1 = new ClientLoop<>(new Visitors(new SocketVisits(Connector.plain())));
                ClientLoop<Visitors> http2 = new ClientLoop<>(new Visitors(new Http2Visits()))) {
            VisitorCommands visitors = new VisitorCommands(http1, http2);
            visitors.answer("visit", server.port(), "1", "100", SEED, "1");
            server.accept();
            server.hangUp();
            awaitAtLeast(1, "ended", visitors);

            assertThat(visitors.answer("visits").orElseThrow())
                    .contains("failure=stream_must_not_end:_connection_closed");
        }
    }

    private static Connector connectorOf(String name) {
        return name.endsWith("-tls") ? new TlsConnector() : Connector.plain();
    }

    private static long[] sequences(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static void awaitAtLeast(long count, String what, VisitorCommands visitors) throws Exception {
        while (report(visitors).get(what) < count) {
            if (Thread.interrupted()) {
                throw new InterruptedException("test took too long");
            }
            Thread.onSpinWait();
        }
    }

    private static Map<String, Long> report(VisitorCommands visitors) throws Exception {
        return numbers(visitors.answer("visits").orElseThrow());
    }

    private static Map<String, Long> numbers(String answer) {
        return Arrays.stream(answer.split(" "))
                .map(pair -> pair.split("="))
                .filter(pair -> !pair[0].equals("failure"))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
    }
}
