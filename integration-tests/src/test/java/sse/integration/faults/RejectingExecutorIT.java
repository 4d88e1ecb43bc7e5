package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Admission;
import sse.api.CloseReason;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** A user's executor that rejects tasks for a while. Not in memory, where lanes run on it. */
@ExtendWith(ExpectedErrors.class)
class RejectingExecutorIT {
    private static final StreamOptions ADMITTING =
            StreamOptions.builder().admission(request -> Admission.accept()).build();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<Optional<Throwable>> refusal = new AtomicReference<>(Optional.empty());

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    static Stream<Arguments> transportsAndRefusals() {
        List<Throwable> refusals = List.of(
                new RejectedExecutionException("full, as the test wants it"),
                new OutOfMemoryError("no thread, as the test wants it"));
        return Transports.overSockets()
                .flatMap(transport -> refusals.stream().map(refusal -> Arguments.of(transport, refusal)));
    }

    @ParameterizedTest
    @MethodSource("transportsAndRefusals")
    void releasesPermitOfRejectedAdmission(Transport transport, Throwable refused) {
        try (TestServer server = start(transport)) {
            refusal.set(Optional.of(refused));
            for (int i = 0; i < 3; i++) {
                try (TestStream stream = server.connect("/admitting")) {
                    assertThat(stream.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                    assertThat(stream.retry().orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
                }
            }
            requireRefused(server.client().withHeader("Accept", "*/*").get("/admitting"));
            assertThat(server.server().openStreams()).isZero();
            assertThat(server.server().statistics().shed()).isEqualTo(4);

            refusal.set(Optional.empty());
            requireWelcome(server, "/admitting");
        }
    }

    @ParameterizedTest
    @MethodSource("transportsAndRefusals")
    void answersForRejectedResponder(Transport transport, Throwable refused) {
        try (TestServer server = start(transport)) {
            refusal.set(Optional.of(refused));
            requireRefused(server.get("/ordinary"));

            refusal.set(Optional.empty());
            assertThat(server.get("/ordinary").text()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @MethodSource("transportsAndRefusals")
    void failsOnlyStreamsOfRejectedHandlers(Transport transport, Throwable refused) {
        try (TestServer server = start(transport)) {
            refusal.set(Optional.of(refused));
            try (TestStream stream = server.connect("/")) {
                assertThat(stream.awaitEnd()).isEqualTo(StreamEnd.CUT);
            }
            Waiting.until("stream is closed", () -> server.server().openStreams() == 0);
            assertThat(server.server().statistics().closedStreams()).containsEntry(CloseReason.FAILED, 1L);

            refusal.set(Optional.empty());
            requireWelcome(server, "/");
        }
    }

    private TestServer start(Transport transport) {
        Executor rejecting = task -> {
            refusal.get().ifPresent(RejectingExecutorIT::raise);
            threads.execute(task);
        };
        return TestServer.start(
                transport,
                builder -> builder.maxStreams(1).executor(rejecting).closeTimeout(Duration.ZERO).stream(
                                "/", stream -> stream.send("welcome"))
                        .stream("/admitting", ADMITTING, stream -> stream.send("welcome"))
                        .respond("/ordinary", request -> Response.text("ok")));
    }

    private static void raise(Throwable refused) {
        if (refused instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) refused;
    }

    private static void requireRefused(TestResponse response) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(Integer.parseInt(response.header("Retry-After"))).isBetween(5, 15);
    }

    private static void requireWelcome(TestServer server, String path) {
        try (TestStream stream = server.connect(path)) {
            assertThat(stream.nextEvent().data()).isEqualTo("welcome");
        }
    }
}
