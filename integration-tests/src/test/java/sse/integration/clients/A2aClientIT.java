package sse.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.SseServer;
import sse.examples.agents.A2a;
import sse.integration.fixtures.Program;

/** The A2A example serves the client of the protocol: whole answers, streams, subscriptions, cancellation, errors. */
@Timeout(300)
class A2aClientIT {
    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void completesTasks(String transport) throws Exception {
        Optional<String> missing = AgentClients.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        try (SseServer server = new A2a(Duration.ofMillis(20))
                        .addTo(SseServer.builder().transport(transport).port(0))
                        .start();
                Program client = AgentClients.start("a2a.mjs", URI.create("http://localhost:" + server.port()))) {
            client.awaitLine("end");

            assertThat(client.output()).isEqualTo("""
                    connected Echo 1.0
                    message TASK_STATE_COMPLETED in one piece
                    stream task TASK_STATE_COMPLETED word by word
                    subscribed task false TASK_STATE_COMPLETED true
                    task TASK_STATE_COMPLETED true
                    canceled TASK_STATE_CANCELED TASK_STATE_CANCELED true
                    error RequestMalformedError
                    error TaskNotFoundError
                    error TaskNotCancelableError
                    error UnsupportedOperationError
                    end
                    """);
        }
    }
}
