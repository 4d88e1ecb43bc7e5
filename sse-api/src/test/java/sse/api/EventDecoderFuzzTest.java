package sse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import sse.api.internal.codec.ReferenceDecoder;

class EventDecoderFuzzTest {

    @FuzzTest
    void decodesEveryCutAsReferenceDecoder(byte[] stream) {
        var expected = new ReferenceDecoder();
        expected.decode(stream);

        int largest = stream.length == 0 ? 1 : 1 + (stream[0] & 0x1F);
        for (int length : new int[] {1, largest, Math.max(1, stream.length)}) {
            var log = new DecodingLog();
            for (int at = 0; at < stream.length; at += length) {
                log.decode(ByteBuffer.wrap(stream, at, Math.min(length, stream.length - at)));
            }
            assertThat(log.entries).isEqualTo(expected.entries);
            assertThat(log.decoder.lastEventId()).isEqualTo(expected.lastEventId);
        }
    }
}
