package sse.examples.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.api.Headers;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;

/** What the A2A example answers to requests that its client does not send. */
@Timeout(60)
class A2aTest {
    private static final Headers HEADERS = Headers.builder()
            .add("Content-Type", "application/json")
            .add("A2A-Version", "1.0")
            .build();

    private final TestServer server = TestServer.start(builder -> new A2a(Duration.ZERO).addTo(builder));

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                         | 400 | -32700",
                "{\"jsonrpc\":\"2.0\",\"method\":\"SendMessage\"}          | 400 | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"SendStreamingMessage\"} | 400 | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"SubscribeToTask\"}      | 404 | -32001",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"none\"}        | 404 | -32601",
            })
    void refusesUnsuitableMessage(String body, int status, int code) {
        TestResponse response = server.request("POST", "/a2a", HEADERS, body);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.text()).contains("\"error\":{\"code\":" + code + ",");
    }

    @Test
    void refusesOtherVersion() {
        Headers headers = HEADERS.toBuilder().set("A2A-Version", "0.3").build();
        TestResponse response =
                server.request("POST", "/a2a", headers, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"GetTask\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("\"code\":-32009");
    }

    @Test
    void refusesContentBeyondLimit() {
        assertThat(server.request("POST", "/a2a", HEADERS, "x".repeat(256 * 1024 + 1))
                        .status())
                .isEqualTo(413);
    }
}
