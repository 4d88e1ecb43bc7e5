package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import java.util.Optional;
import sse.api.spi.http.HttpSyntax;

/**
 * Reads the rest of a head that has broken a rule, only for its {@code Origin}, which the answer depends on. Nothing
 * else in it is interpreted, so the ends of lines are read leniently. Confined to the loop.
 */
final class RejectedHead {
    private static final String NAME = "origin:";

    /** No origin is longer: a scheme, a host of at most 253 bytes, a port. */
    private static final int LINE_BYTES = 512;

    private final StringBuilder line = new StringBuilder(64);
    private boolean skipsLine;
    private int remaining;

    /**
     * Begins behind the byte that broke the rule.
     *
     * @param withinLine true if the rest of a line precedes the next field
     * @param limit the most bytes to read
     */
    RejectedHead(boolean withinLine, int limit) {
        this.skipsLine = withinLine;
        this.remaining = limit;
    }

    /**
     * Consumes bytes up to the field, or to the end of the head or the limit.
     *
     * @return the origin, or the empty text if there is none; absent if more bytes are needed
     */
    Optional<String> read(ByteBuffer input) {
        while (input.hasRemaining()) {
            byte b = input.get();
            if (--remaining < 0) {
                return Optional.of("");
            }
            if (b != '\n') {
                append(b);
            } else if (skipsLine) {
                skipsLine = false;
                line.setLength(0);
            } else {
                String text = HttpSyntax.trim(line.toString().replace("\r", ""));
                line.setLength(0);
                if (text.isEmpty()) {
                    return Optional.of("");
                }
                if (text.regionMatches(true, 0, NAME, 0, NAME.length())) {
                    String origin = HttpSyntax.trim(text.substring(NAME.length()));
                    return Optional.of(HttpSyntax.isFieldValue(origin) ? origin : "");
                }
            }
        }
        return Optional.empty();
    }

    private void append(byte b) {
        if (line.length() < LINE_BYTES) {
            line.append((char) (b & 0xFF));
        } else {
            skipsLine = true;
        }
    }
}
