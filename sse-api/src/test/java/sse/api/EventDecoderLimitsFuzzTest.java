package sse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import sse.api.internal.codec.ReferenceDecoder;

class EventDecoderLimitsFuzzTest {
    private static final int MAX_LINE = 16;
    private static final int MAX_EVENT = 24;

    /**
     * A decoder with limits passes on the same events before it rejects a stream, and rejects the same streams, however
     * the input is split.
     */
    @FuzzTest
    void appliesLimitsToEveryCut(byte[] stream) {
        var whole = new DecodingLog();
        boolean refused = refuses(whole, stream, Math.max(1, stream.length));
        for (int length : new int[] {1, 3, MAX_LINE}) {
            var log = new DecodingLog();
            assertThat(refuses(log, stream, length)).isEqualTo(refused);
            assertThat(log.entries).isEqualTo(whole.entries);
        }
        assertThat(whole.entries).allSatisfy(entry -> {
            String data = entry.substring(entry.indexOf('|') + 1, entry.lastIndexOf('|'));
            // Each byte that is not UTF-8 becomes U+FFFD, which is three.
            assertThat(data.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(3 * MAX_EVENT);
        });
        if (!refused) {
            var unlimited = new ReferenceDecoder();
            unlimited.decode(stream);
            unlimited.entries.removeIf(entry -> !entry.startsWith("event "));
            assertThat(whole.entries).isEqualTo(unlimited.entries);
        }
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
