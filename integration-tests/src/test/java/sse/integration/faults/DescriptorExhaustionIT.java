package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestStream;

/** More clients than file descriptors of the server's process ({@code EMFILE}). */
class DescriptorExhaustionIT {
    private static final int DESCRIPTORS = 200;
    private static final int CLIENTS = 400;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void keepsStreamsAndAcceptsLater(String transport) throws Exception {
        assumeTrue(new File("/bin/sh").exists(), "the limit is set by a POSIX shell");
        try (Program program = Program.javaWithDescriptors(DESCRIPTORS, FaultyServer.arguments(transport))) {
            String port = program.awaitLine("port ([0-9]+)").group(1);
            TestClient server = TestClient.to(URI.create("http://127.0.0.1:" + port));
            try (HealthyClients healthyClients = new HealthyClients(server)) {
                List<TestConnection> clients =
                        Stream.generate(() -> ask(server)).limit(CLIENTS).toList();
                Waiting.until("descriptors run out", () -> program.number("streams") > DESCRIPTORS / 2);
                requireNoSpinning(transport, program, healthyClients);
                assertThat(program.number("streams")).isLessThan(DESCRIPTORS);

                clients.subList(0, CLIENTS / 2).forEach(TestConnection::reset);

                for (TestConnection client : clients.subList(CLIENTS / 2, CLIENTS)) {
                    TestStream stream = client.receiveStream();
                    assertThat(stream.nextComment()).isEmpty();
                    stream.reset();
                }
                program.writeLine("end");
                healthyClients.awaitEnd();
            }
            program.endInput();
            assertThat(program.awaitExit()).isZero();
        }
    }

    private static TestConnection ask(TestClient server) {
        TestConnection connection = server.open();
        connection.send("GET", "/", Headers.empty(), "");
        return connection;
    }

    /** Measures CPU time while connections cannot be accepted. The JDK's server spins in this case. */
    private static void requireNoSpinning(String transport, Program program, HealthyClients healthyClients) {
        long start = System.nanoTime();
        long before = program.number("cpu");
        healthyClients.awaitMore(400);
        long busy = program.number("cpu") - before;
        long elapsed = Duration.ofNanos(System.nanoTime() - start).toMillis();
        if (transport.equals("nio")) {
            assertThat(busy).as("ms of CPU within " + elapsed + " ms").isLessThan(elapsed / 4);
        }
    }
}
