package sse.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the untyped values of an answer. */
final class Replies {
    private Replies() {}

    static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        throw new BrokerDataException("answer must have text: " + describe(value));
    }

    static List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new BrokerDataException("answer must have a list: " + describe(value));
    }

    static long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw new BrokerDataException("answer must have a number: " + describe(value));
    }

    private static String describe(Object value) {
        return value == null ? "null" : value.getClass().getSimpleName();
    }
}
