package sse.integration.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Admission;
import sse.api.Cors;
import sse.api.Event;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.conformance.CaseResult;
import sse.conformance.CaseResult.Outcome;
import sse.conformance.Cases;
import sse.conformance.ServerConformance;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;
import sse.nio.NioTransport;

/** The kit's checks of a server against this library's, in the build and by its command line. */
@Timeout(120)
class ServerConformanceIT {
    private static SseServer start(Transport transport) throws Exception {
        Topic topic = Topic.builder().replayOnSubscribe(3).build();
        for (int i = 0; i < 3; i++) {
            topic.publish(Event.of("event " + i));
        }
        return SseServer.builder().transport(transport).port(0).cors(Cors.allow("*")).stream("/", topic)
                .respond("/page", request -> Response.text("a page"))
                .stream(
                        "/gone",
                        StreamOptions.builder()
                                .admission(request -> Admission.stop())
                                .build(),
                        stream -> {})
                .start();
    }

    private static URI uri(SseServer server, String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void passesEveryCase(Transport transport) throws Exception {
        try (SseServer server = start(transport)) {
            URI stream = uri(server, "/");
            List<CaseResult> results =
                    ServerConformance.of(stream).withGone(uri(server, "/gone")).run();

            assertThat(results).hasSameSizeAs(Cases.server());
            assertThat(results)
                    .filteredOn(result -> result.outcome() != Outcome.PASSED)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void isRunByCommandLine(Transport transport) throws Exception {
        try (SseServer server = start(transport);
                Program program = Program.java(List.of(
                        "-jar",
                        Jars.path("sse-conformance"),
                        "server",
                        uri(server, "/").toString(),
                        "--gone",
                        uri(server, "/gone").toString()))) {
            assertThat(program.awaitExit()).as(program::output).isZero();
            assertThat(program.output()).isEqualTo("28 passed, 0 failed, 0 warned, 0 skipped\n");
        }
    }

    @Test
    void failsWhatIsNoStream() throws Exception {
        try (SseServer server = start(new NioTransport());
                Program program = Program.java(List.of(
                        "-jar",
                        Jars.path("sse-conformance"),
                        "server",
                        uri(server, "/page").toString()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("FAILED a stream is answered 200 with its type: expected 200 with Content-Type:"
                            + " text/event-stream, got 200 with Content-Type: text/plain; charset=utf-8\n")
                    .contains(
                            "SKIPPED 204 keeps a client away, without content: no URI that is answered 204 was given");
        }
    }

    @Test
    void explainsItsUse() throws Exception {
        try (Program program = Program.java(List.of("-jar", Jars.path("sse-conformance"), "serve"))) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.output())
                    .startsWith("command must be server or client: serve\n\n"
                            + "usage: java -jar sse-conformance.jar COMMAND\n");
        }
    }
}
