package sse.benchmarks.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamParserTest {

    static Stream<Arguments> everyParserStreamAndChunk() {
        return Stream.of(
                        new OurParser(),
                        new OkHttpParser(),
                        new LaunchDarklyParser(),
                        new SpringParser(),
                        new VertxParser())
                .flatMap(parser -> Arrays.stream(StreamShape.values())
                        .flatMap(stream -> Stream.of(16_384, 64)
                                .filter(chunk -> !isTooSlow(parser, stream, chunk))
                                .map(chunk -> Arguments.of(parser, stream, chunk))));
    }

    // Vert.x copies what it has of an event with each chunk: many seconds. The benchmark checks what it finds then.
    private static boolean isTooSlow(StreamParser parser, StreamShape stream, int chunk) {
        return parser instanceof VertxParser && stream == StreamShape.large && chunk == 64;
    }

    @ParameterizedTest
    @MethodSource("everyParserStreamAndChunk")
    void findsEveryEventAndCharacter(StreamParser parser, StreamShape stream, int chunk) throws Exception {
        assertThat(parser.parse(stream.bytes(), chunk)).isEqualTo(stream.expected());
    }

    @ParameterizedTest
    @EnumSource
    void fillsOneMegabyteWithWholeEvents(StreamShape stream) {
        assertThat(stream.bytes().length).isBetween(StreamShape.MAX_BYTES - 1_100, StreamShape.MAX_BYTES);
    }

    @ParameterizedTest
    @EnumSource
    void endsWithAnEvent(StreamShape stream) {
        byte[] bytes = stream.bytes();
        assertThat(List.of(bytes[bytes.length - 2], bytes[bytes.length - 1])).containsOnly((byte) '\n');
    }
}
