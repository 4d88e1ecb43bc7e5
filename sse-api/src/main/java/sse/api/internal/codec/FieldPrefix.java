package sse.api.internal.codec;

import java.nio.charset.StandardCharsets;

/** The start of each line that is written: field name, colon and one space. */
final class FieldPrefix {

    static final byte[] COMMENT = ascii(": ");
    static final byte[] EVENT = ascii("event: ");
    static final byte[] ID = ascii("id: ");
    static final byte[] RETRY = ascii("retry: ");
    static final byte[] DATA = ascii("data: ");

    private FieldPrefix() {}

    private static byte[] ascii(String prefix) {
        return prefix.getBytes(StandardCharsets.US_ASCII);
    }
}
