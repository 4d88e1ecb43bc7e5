package sse.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.SseServer;
import sse.examples.agents.Mcp;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.Waiting;

/** The MCP example serves the clients of the protocol: a whole session, or calls without one. */
@Timeout(300)
class McpClientsIT {
    private final Mcp mcp = new Mcp();

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void completesSession(String transport) throws Exception {
        assumeInstalled();
        try (SseServer server = serve(transport);
                Program client = AgentClients.start("mcp.mjs", uri(server))) {
            announceAnotherSession(server, client);
            client.awaitLine("cancelled");
            // It would go on for 100 s.
            Waiting.until("the call is cancelled", () -> mcp.runningCalls() == 0);
            client.awaitLine("end");
            Waiting.until("the session's stream is closed", () -> server.openStreams() == 0);

            assertThat(client.output()).isEqualTo("""
                    connected 2025-11-25 sse-example
                    announced 2 sessions
                    tools add,count
                    result 42
                    progress 1 of 3
                    progress 2 of 3
                    progress 3 of 3
                    result counted to 3
                    result counted to 2
                    progress 1 of 3
                    resumes
                    progress 2 of 3
                    progress 3 of 3
                    result counted to 3
                    isError true the arguments must be those of the input schema
                    error -32602
                    error -32601
                    cancels
                    cancelled
                    session\s
                    end
                    """);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void completesCallsWithoutSession(String transport) throws Exception {
        assumeInstalled();
        try (SseServer server = serve(transport);
                Program client = AgentClients.start("mcp-stateless.mjs", uri(server))) {
            client.awaitLine("cancelled");
            Waiting.until("the call is cancelled", () -> mcp.runningCalls() == 0);
            client.awaitLine("end");

            assertThat(client.output()).isEqualTo("""
                    connected sse-example
                    tools add,count
                    result 42
                    progress 1 of 3
                    progress 2 of 3
                    progress 3 of 3
                    result counted to 3
                    isError true the arguments must be those of the input schema
                    error -32602
                    cancels
                    cancelled
                    end
                    """);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void completesSessionOfJavaClient(String transport) throws Exception {
        try (SseServer server = serve(transport);
                Program client =
                        ForeignClient.startJava(McpReader.class, "http://localhost:" + server.port(), "/mcp")) {
            announceAnotherSession(server, client);
            client.awaitLine("end");

            assertThat(client.output()).contains("""
                    connected 2025-11-25 sse-example
                    announced 2 sessions
                    tools add,count
                    result 42
                    result counted to 3
                    progress 1 of 3, 2 of 3, 3 of 3
                    result counted to 2
                    error -32602
                    closed true
                    end
                    """);
            Waiting.until("no stream is open", () -> server.openStreams() == 0);
        }
    }

    /** Starts another session when the client listens, which is announced to it. */
    private static void announceAnotherSession(SseServer server, Program client) throws Exception {
        client.awaitLine("connected .*");
        Waiting.until("the client listens", () -> server.openStreams() == 1);
        HttpRequest initialize = HttpRequest.newBuilder(uri(server))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}"))
                .build();
        int status = HttpClient.newHttpClient()
                .send(initialize, BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(200);
    }

    private SseServer serve(String transport) throws IOException {
        return mcp.addTo(SseServer.builder().transport(transport).port(0)).start();
    }

    private static URI uri(SseServer server) {
        return URI.create("http://localhost:" + server.port() + "/mcp");
    }

    private static void assumeInstalled() throws Exception {
        Optional<String> missing = AgentClients.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }
}
