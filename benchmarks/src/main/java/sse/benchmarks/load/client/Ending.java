package sse.benchmarks.load.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stream on which nothing is published, and how it ends. Confined to the loop. */
final class Ending {
    /** The closing event of this library's servers: its type, and with it the reconnection time. */
    private static final Pattern CLOSING = Pattern.compile("event: bye\nretry: ([0-9]+)\ndata: [^\n]*\n\n\\z");

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final ResponseReader response =
            new ResponseReader((bytes, from, to) -> content.write(bytes, from, to - from));
    private boolean ended;

    void accept(byte[] bytes, int length) throws MalformedStreamException {
        response.accept(bytes, 0, length);
    }

    /** The response is complete, or the connection has ended. */
    void onEnd() {
        ended = true;
    }

    boolean isOpen() {
        return response.isOpen();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Returns true if the response is complete, so that the connection could have been used again. */
    boolean isFinished() {
        return response.hasEnded();
    }

    /** Returns true if the last thing in it is the closing event with a reconnection time. */
    boolean hasClosingEvent() {
        return reconnectionMillis() >= 0;
    }

    /** Returns the reconnection time of the closing event, negative if it has not come. */
    long reconnectionMillis() {
        Matcher closing = CLOSING.matcher(content.toString(StandardCharsets.UTF_8));
        return closing.find() ? Long.parseLong(closing.group(1)) : -1;
    }
}
