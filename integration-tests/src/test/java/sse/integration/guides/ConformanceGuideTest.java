package sse.integration.guides;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sse.api.EventDecoder;
import sse.conformance.DecoderConformance;
import sse.conformance.junit.DecoderTests;

/** The code of {@code docs/reference/conformance.md}. */
class ConformanceGuideTest {
    @TestFactory
    Stream<DynamicTest> decodesAsTheStandard() {
        return DecoderTests.of(DecoderConformance.of((chunks, listener) -> {
            EventDecoder decoder = EventDecoder.builder(
                            event -> listener.event(event.type(), event.data(), event.lastEventId()))
                    .build();
            for (byte[] chunk : chunks) {
                decoder.decode(ByteBuffer.wrap(chunk));
            }
        }));
    }
}
