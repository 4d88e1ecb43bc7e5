package sse.integration.clients;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** Goes through a whole session with the MCP SDK for Java, and prints what it hands to its user. */
public final class McpReader {
    private McpReader() {}

    /**
     * Goes through a session.
     *
     * @param args the address of the server, and its path
     */
    public static void main(String... args) throws Exception {
        CompletableFuture<String> announced = new CompletableFuture<>();
        // It hands notifications to several threads, which may print them in another order than that on the wire.
        BlockingQueue<String> progress = new LinkedBlockingQueue<>();
        McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(args[0])
                        .endpoint(args[1])
                        .build())
                .requestTimeout(Duration.ofSeconds(20))
                .loggingConsumer(message -> announced.complete(message.data()))
                .progressConsumer(
                        received -> progress.add("%.0f of %.0f".formatted(received.progress(), received.total())))
                .build();
        String version = client.initialize().protocolVersion();
        System.out.println("connected " + version + " " + client.getServerInfo().name());
        System.out.println("announced " + announced.get());
        client.ping();
        System.out.println(
                "tools " + client.listTools().tools().stream().map(Tool::name).collect(Collectors.joining(",")));
        System.out.println("result "
                + text(client.callTool(CallToolRequest.builder("add")
                        .arguments(Map.of("a", 40, "b", 2))
                        .build())));
        System.out.println("result "
                + text(client.callTool(CallToolRequest.builder("count")
                        .arguments(Map.of("to", 3, "pauseMillis", 1))
                        .progressToken("mine")
                        .build())));
        Set<String> received = new TreeSet<>(List.of(progress.take(), progress.take(), progress.take()));
        System.out.println("progress " + String.join(", ", received));
        System.out.println("result "
                + text(client.callTool(CallToolRequest.builder("count")
                        .arguments(Map.of("to", 2, "pauseMillis", 1))
                        .build())));
        try {
            client.callTool(CallToolRequest.builder("none").arguments(Map.of()).build());
        } catch (McpError error) {
            System.out.println("error " + error.getJsonRpcError().code());
        }
        System.out.println("closed " + client.closeGracefully());
        System.out.println("end");
        System.exit(0);
    }

    private static String text(CallToolResult result) {
        return result.content().stream()
                .map(content -> content instanceof TextContent text ? text.text() : "")
                .collect(Collectors.joining());
    }
}
