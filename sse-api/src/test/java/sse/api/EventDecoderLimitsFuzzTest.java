package sse.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sse.api.internal.codec.ReferenceDecoder;

class EventDecoderLimitsFuzzTest {
    private static final int MAX_LINE = 16;
    private static final int MAX_EVENT = 24;
    private static final Pattern LINE = Pattern.compile("([^\r\n]*)(\r\n|\r|\n|\\z)");

    /**
     * A decoder with limits rejects a stream at the first line that exceeds one, and passes on what a decoder without
     * limits does for the lines before it, however the input is split.
     */
    @FuzzTest
    void appliesLimitsToEveryCut(byte[] stream) {
        int accepted = bytesWithinLimits(stream);
        var expected = new ReferenceDecoder();
        expected.decode(Arrays.copyOf(stream, accepted));
        expected.entries.removeIf(entry -> !entry.startsWith("event "));

        for (int length : new int[] {Math.max(1, stream.length), 1, 3, MAX_LINE}) {
            var log = new DecodingLog();
            assertThat(refuses(log, stream, length)).isEqualTo(accepted < stream.length);
            assertThat(log.entries).isEqualTo(expected.entries);
        }
    }

    /** Returns how many bytes are before the first line that exceeds a limit: all if there is none. */
    private static int bytesWithinLimits(byte[] stream) {
        String text = new String(stream, ISO_8859_1);
        Matcher line = LINE.matcher(text);
        line.region(text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0, text.length());
        int data = -1; // The line feed that the first line of data is not behind.
        while (line.find()) {
            String content = line.group(1);
            if (content.length() > MAX_LINE) {
                return line.start();
            }
            if (!line.group(2).isEmpty() && content.matches("(?s)data(:.*)?")) {
                data += 1 + content.substring(4).replaceFirst("^: ?", "").length();
            } else if (content.isEmpty()) {
                data = -1;
            }
            if (data > MAX_EVENT) {
                return line.start();
            }
        }
        return stream.length;
    }

    private static boolean refuses(DecodingLog log, byte[] stream, int chunk) {
        EventDecoder decoder = log.limited(MAX_LINE, MAX_EVENT);
        try {
            for (int at = 0; at < stream.length; at += chunk) {
                decoder.decode(ByteBuffer.wrap(stream, at, Math.min(chunk, stream.length - at)));
            }
            return false;
        } catch (EventTooLargeException tooLarge) {
            return true;
        }
    }
}
