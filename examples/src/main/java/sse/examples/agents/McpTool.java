package sse.examples.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The tools of the MCP example: one that answers at once, and one that takes its time and reports progress. */
enum McpTool {
    ADD("""
            {"name": "add", "description": "Adds two numbers.", "inputSchema": {"type": "object",
             "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}}""") {
        @Override
        boolean accepts(JsonNode arguments) {
            return arguments.path("a").isInt() && arguments.path("b").isInt();
        }

        @Override
        ObjectNode call(JsonNode arguments, Progress progress) {
            return text(Long.toString(
                    arguments.path("a").longValue() + arguments.path("b").longValue()));
        }
    },
    COUNT("""
            {"name": "count", "description": "Counts, with a pause before each number.",
             "inputSchema": {"type": "object",
             "properties": {"to": {"type": "integer", "minimum": 1, "maximum": 1000},
                            "pauseMillis": {"type": "integer", "minimum": 0, "maximum": 1000}},
             "required": ["to"]}}""") {
        @Override
        boolean accepts(JsonNode arguments) {
            return isWithin(1, arguments.path("to")) && isWithin(0, pause(arguments));
        }

        @Override
        boolean isLong() {
            return true;
        }

        @Override
        ObjectNode call(JsonNode arguments, Progress progress) throws InterruptedException {
            int to = arguments.path("to").intValue();
            for (int number = 1; number <= to; number++) {
                Thread.sleep(pause(arguments).intValue());
                progress.report(number, to);
            }
            return text("counted to " + to);
        }

        private JsonNode pause(JsonNode arguments) {
            return arguments.has("pauseMillis") ? arguments.path("pauseMillis") : DEFAULT_PAUSE;
        }

        private boolean isWithin(int minimum, JsonNode number) {
            return number.isInt() && number.intValue() >= minimum && number.intValue() <= 1000;
        }
    };

    private static final JsonNode DEFAULT_PAUSE = JsonRpc.parse("100");

    /** JSON, for the client's model. */
    private final String description;

    McpTool(String description) {
        this.description = description;
    }

    /** Receives the progress of a call. */
    @FunctionalInterface
    interface Progress {
        /** Reports progress. */
        void report(int done, int total);
    }

    /** Returns true if the arguments are those that the description requires. */
    abstract boolean accepts(JsonNode arguments);

    /** Returns the result of a call. Blocks until it is there; the thread is interrupted if the call is cancelled. */
    abstract ObjectNode call(JsonNode arguments, Progress progress) throws InterruptedException;

    /** Returns true if a call is worth a stream. */
    boolean isLong() {
        return false;
    }

    static Optional<McpTool> named(String name) {
        return Arrays.stream(values())
                .filter(tool -> tool.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** Returns the result of {@code tools/list}. */
    static ObjectNode list() {
        ObjectNode result = Mcp.complete().put("ttlMs", 3_600_000).put("cacheScope", "public");
        result.putArray("tools")
                .addAll(Arrays.stream(values())
                        .map(tool -> JsonRpc.parse(tool.description))
                        .toList());
        return result;
    }

    /** Returns the result of a call with other arguments than the description requires: for the model to correct. */
    static ObjectNode invalidArguments() {
        return text("the arguments must be those of the input schema").put("isError", true);
    }

    private static ObjectNode text(String text) {
        ObjectNode result = Mcp.complete();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }
}
