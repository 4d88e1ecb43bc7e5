package sse.benchmarks.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Benchmark;

class FrameWriterTest {

    private static final Set<String> WITHOUT_SPACE_AFTER_COLON = Set.of("springWebFlux", "springMvc", "armeria");

    static Stream<Arguments> everyWriterAndShape() {
        return Arrays.stream(FrameEncodingBenchmark.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Method::getName)
                .flatMap(writer -> Arrays.stream(FrameShape.values()).map(shape -> Arguments.of(writer, shape)));
    }

    static Stream<Arguments> everyWriterThatKeepsTheEvent() {
        return everyWriterAndShape().filter(arguments -> {
            var writer = (String) arguments.get()[0];
            var shape = (FrameShape) arguments.get()[1];
            boolean losesSpace = shape == FrameShape.token && WITHOUT_SPACE_AFTER_COLON.contains(writer);
            boolean losesLines = writer.equals("plain") && (shape == FrameShape.lines10 || shape == FrameShape.crlf);
            return !losesSpace && !losesLines;
        });
    }

    @ParameterizedTest
    @MethodSource("everyWriterThatKeepsTheEvent")
    void decodesToTheEvent(String writer, FrameShape shape) throws Exception {
        byte[] frame = FrameEncodingBenchmark.writer(writer, shape).frame();
        assertThat(SentEvent.decode(frame)).containsExactly(SentEvent.of(shape));
    }

    @ParameterizedTest
    @MethodSource("everyWriterAndShape")
    void writesWholeFrames(String name, FrameShape shape) throws Exception {
        FrameWriter writer = FrameEncodingBenchmark.writer(name, shape);
        int size = writer.write();
        assertThat(writer.write()).isEqualTo(size);
        assertThat(writer.frame()).hasSize(size);
        assertThat(writer.write()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"springWebFlux", "springMvc", "armeria"})
    void losesLeadingSpaceWithoutSpaceAfterColon(String writer) throws Exception {
        byte[] frame = FrameEncodingBenchmark.writer(writer, FrameShape.token).frame();
        assertThat(frame).asString().isEqualTo("data: stream.\n\n");
        assertThat(SentEvent.decode(frame))
                .containsExactly(SentEvent.of(FrameShape.token).withData("stream."));
    }

    @ParameterizedTest
    @EnumSource(names = {"lines10", "crlf"})
    void keepsOnlyTheFirstLineInReference(FrameShape shape) throws Exception {
        byte[] frame = FrameEncodingBenchmark.writer("plain", shape).frame();
        assertThat(SentEvent.decode(frame))
                .containsExactly(SentEvent.of(shape)
                        .withData(shape.data.lines().findFirst().orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"micronaut", "armeria"})
    void keepsCrlfIfSplittingAtLineFeeds(String writer) throws Exception {
        String frame = new String(
                FrameEncodingBenchmark.writer(writer, FrameShape.crlf).frame());
        assertThat(frame.chars().filter(c -> c == '\r').count()).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource
    void writesTheSameBytesInOurWriters(FrameShape shape) throws Exception {
        byte[] frame = FrameEncodingBenchmark.writer("ours", shape).frame();
        for (String writer : List.of("oursDirect", "oursFrame", "oursBuilt")) {
            assertThat(FrameEncodingBenchmark.writer(writer, shape).frame()).isEqualTo(frame);
        }
    }
}
