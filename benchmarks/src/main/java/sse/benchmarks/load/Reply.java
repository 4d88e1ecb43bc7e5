package sse.benchmarks.load;

import java.util.HashMap;
import java.util.Map;

/**
 * One line that a child process answers: {@code name=value} pairs, or {@code ok}, or {@code error=} and a text to the
 * end of the line. Immutable.
 */
record Reply(Map<String, String> values) {
    private static final String ERROR = "error=";

    Reply {
        values = Map.copyOf(values);
    }

    static Reply parse(String line) {
        if (line.startsWith(ERROR)) {
            return new Reply(Map.of("error", line.substring(ERROR.length())));
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : line.split(" ", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return new Reply(values);
    }

    /** Returns a number. */
    long number(String name) throws LoadException {
        String value = values.get(name);
        if (value == null) {
            throw new LoadException("answer must have " + name + ": " + values);
        }
        return Long.parseLong(value);
    }

    /** Returns a text, in which an underscore stood for each space, or an empty one. */
    String text(String name) {
        return values.getOrDefault(name, "").replace('_', ' ');
    }
}
