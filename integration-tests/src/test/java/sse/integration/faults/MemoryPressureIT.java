package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestClient;
import sse.testkit.TestStream;

/** A server in a process with only a few megabytes of free heap. */
class MemoryPressureIT {
    private static final int CLIENTS = 20;
    private static final int ROUNDS = 5;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void servesWithAFullHeap(String transport) throws Exception {
        try (Program program = Program.java(FaultyServer.arguments(transport, "-Xmx32m"))) {
            String port = program.awaitLine("port ([0-9]+)").group(1);
            TestClient server = TestClient.to(URI.create("http://127.0.0.1:" + port));
            try (HealthyClients healthyClients = new HealthyClients(server)) {
                List<TestStream> before = connect(server);
                assertThat(program.number("fill")).as("free bytes").isLessThan(6 << 20);

                for (int round = 0; round < ROUNDS; round++) {
                    connect(server).forEach(TestStream::reset);
                    healthyClients.awaitMore(100);
                }
                for (TestStream stream : before) {
                    assertThat(stream.nextComment()).isEmpty();
                    stream.reset();
                }
                program.writeLine("end");
                healthyClients.awaitEnd();
            }
            Waiting.until("streams are closed", () -> program.number("streams") == 0);
            program.endInput();
            assertThat(program.awaitExit()).isZero();
            assertThat(program.output()).doesNotContain("Error", "Exception");
        }
    }

    /** Connects and awaits heartbeats of each stream. */
    private static List<TestStream> connect(TestClient server) {
        List<TestStream> streams = Stream.generate(() -> server.connect("/").ignoreUnread())
                .limit(CLIENTS)
                .toList();
        streams.forEach(stream -> {
            assertThat(stream.nextComment()).isEmpty();
            assertThat(stream.nextComment()).isEmpty();
        });
        return streams;
    }
}
