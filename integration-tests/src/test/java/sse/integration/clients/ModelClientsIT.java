package sse.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.integration.fixtures.Program;
import sse.testkit.TestClient;
import sse.testkit.TestResponse;
import sse.testkit.internal.contract.support.ExpectedErrors;

/**
 * Clients of language models' protocols complete their exchanges with the examples {@code chat} and {@code messages}:
 * streams, whole answers, errors before a stream and within it, and requests that they abort.
 */
@Timeout(300)
@ExtendWith(ExpectedErrors.class)
class ModelClientsIT {
    static Stream<Arguments> clientsAndTransports() {
        return Stream.of(ModelClient.values())
                .flatMap(client -> Stream.of("nio", "jdkhttp").map(transport -> Arguments.of(client, transport)));
    }

    @ParameterizedTest
    @MethodSource("clientsAndTransports")
    void completesExchanges(ModelClient client, String transport) throws Exception {
        Optional<String> missing = client.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        try (ModelServer server = ModelServer.start(transport);
                Program program = client.start(server.uri())) {
            assertThat(program.awaitExit()).as(program.output()).isZero();

            assertThat(certain(transport, withoutLog(program.output())))
                    .isEqualTo(certain(transport, client.transcript()));
            server.model().awaitEnd();
        }
    }

    /** What no client of these sends. */
    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void rejectsWhatIsNoJson(String transport) throws Exception {
        try (ModelServer server = ModelServer.start(transport)) {
            TestClient client = TestClient.to(server.uri()).withHeader("Authorization", "Bearer sk-example");
            Headers json = Headers.of("Content-Type", "application/json; charset=utf-8");
            Headers text = Headers.of("Content-Type", "text/plain");

            TestResponse malformed = client.request("POST", "/v1/chat/completions", json, "{\"stream\":true,");
            TestResponse otherType = client.request("POST", "/v1/chat/completions", text, "{}");

            assertThat(malformed.status()).isEqualTo(400);
            assertThat(malformed.text())
                    .isEqualTo("{\"error\":{\"message\":\"the content must be JSON\",\"type\":\"error\","
                            + "\"code\":\"invalid_json\"}}");
            assertThat(otherType.status()).isEqualTo(415);
            assertThat(otherType.header("Accept")).isEqualTo("application/json");
        }
    }

    /**
     * Returns the part of a transcript that is always the same. The JDK's server closes a connection while a client
     * still sends what is too long, so that some clients lose the content of the response.
     */
    private static String certain(String transport, String transcript) {
        return transport.equals("jdkhttp") ? transcript.replaceFirst("(== too long\nfailed ).*", "$1") : transcript;
    }

    /** Returns what a program has printed, without what a client says of its logging. */
    private static String withoutLog(String output) {
        return output.lines()
                .filter(line -> !line.startsWith("SLF4J"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
