package sse.examples.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import sse.api.Event;
import sse.api.Response;

/** Messages of JSON-RPC 2.0, one in each request, with a short id that is a text or a whole number. */
final class JsonRpc {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;

    /** Of an id as JSON. The protocol sets no limit. */
    private static final int MAX_ID_LENGTH = 128;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonRpc() {}

    /**
     * A request, or a notification if it has no id.
     *
     * @param params an object, empty if the message has none
     */
    record Message(Optional<JsonNode> id, String method, JsonNode params) {
        /** Returns a parameter, or one within others: a missing node if it is not there. */
        JsonNode param(String... path) {
            JsonNode node = params;
            for (String name : path) {
                node = node.path(name);
            }
            return node;
        }

        /** Returns the response with a result. */
        ObjectNode result(JsonNode result) {
            ObjectNode response = response(id);
            response.set("result", result);
            return response;
        }

        /** Returns the response with an error. */
        ObjectNode error(int code, String text) {
            return JsonRpc.error(id, code, text);
        }
    }

    /** A message that is not one of JSON-RPC. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int code;

        private MalformedException(int code, String message) {
            super(message);
            this.code = code;
        }

        /** Returns the response, with status 400. */
        Response response() {
            return Response.json(error(Optional.empty(), code, getMessage()).toString())
                    .withStatus(400);
        }
    }

    /** Reads a message that a client has sent. */
    static Message read(byte[] content) throws MalformedException {
        JsonNode message = parse(content);
        JsonNode id = message.path("id");
        JsonNode params = message.path("params");
        if (!message.path("jsonrpc").asText().equals("2.0")
                || !message.path("method").isTextual()
                || !(id.isMissingNode() || isId(id))
                || !(params.isMissingNode() || params.isNull() || params.isObject())) {
            throw new MalformedException(INVALID_REQUEST, "the content must be one message of JSON-RPC 2.0");
        }
        return new Message(
                Optional.of(id).filter(JsonNode::isValueNode),
                message.path("method").textValue(),
                params.isObject() ? params : object());
    }

    /** Returns true if a node can be the id of a request. */
    static boolean isId(JsonNode node) {
        return (node.isTextual() || node.isIntegralNumber()) && node.toString().length() <= MAX_ID_LENGTH;
    }

    private static JsonNode parse(byte[] content) throws MalformedException {
        try {
            return MAPPER.readTree(content);
        } catch (IOException malformed) {
            throw new MalformedException(PARSE_ERROR, "the content must be JSON");
        }
    }

    /** Parses JSON of this program. */
    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("text must be JSON: " + json, malformed);
        }
    }

    /** Returns a notification. */
    static ObjectNode notification(String method, JsonNode params) {
        ObjectNode notification = object().put("jsonrpc", "2.0").put("method", method);
        notification.set("params", params);
        return notification;
    }

    /** Returns a response with an error; without an id if the request had none that could be read. */
    static ObjectNode error(Optional<JsonNode> id, int code, String text) {
        ObjectNode response = response(id);
        response.putObject("error").put("code", code).put("message", text);
        return response;
    }

    private static ObjectNode response(Optional<JsonNode> id) {
        ObjectNode response = object().put("jsonrpc", "2.0");
        id.ifPresent(known -> response.set("id", known));
        return response;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns the event of a message: JSON in one line. */
    static Event event(JsonNode message) {
        return Event.of(message.toString());
    }
}
