package sse.examples.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import sse.api.Request;
import sse.examples.agents.JsonRpc.Message;

/** The header fields of revision 2026-07-28. */
final class McpHeaders {
    static final String VERSION = "MCP-Protocol-Version";

    /** What the names begin with that the protocol gives to metadata. */
    static final String META = "io.modelcontextprotocol/";

    private static final int MISMATCH = -32020;

    private McpHeaders() {}

    /** Checks the fields that repeat parts of the message, so that a proxy may rely on them. */
    static Optional<ObjectNode> error(Request request, Message message) {
        if (message.id().isEmpty()) {
            return Optional.empty();
        }
        String name =
                message.method().equals("tools/call") ? message.param("name").asText() : "";
        String sentName =
                request.headers().first("Mcp-Name").map(McpHeaders::decode).orElse("");
        boolean agree =
                field(request, VERSION).equals(meta(message, "protocolVersion").asText())
                        && field(request, "Mcp-Method").equals(message.method())
                        && (name.isEmpty() || name.equals(sentName));
        if (!agree) {
            return Optional.of(message.error(MISMATCH, "header fields must agree with the message"));
        }
        return meta(message, "clientCapabilities").isObject()
                ? Optional.empty()
                : Optional.of(message.error(JsonRpc.INVALID_PARAMS, "_meta must have the client's capabilities"));
    }

    /** Decodes the form in which a name that is not ASCII is sent. */
    private static String decode(String name) {
        if (!name.startsWith("=?base64?") || !name.endsWith("?=")) {
            return name;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(name.substring("=?base64?".length(), name.length() - 2));
            return new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }

    private static JsonNode meta(Message message, String name) {
        return message.param("_meta", META + name);
    }

    private static String field(Request request, String name) {
        return request.headers().first(name).orElse("");
    }
}
