package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.conformance.Cases;
import sse.conformance.EncoderCase;
import sse.conformance.EncoderCase.Field;

class EventEncodingTest {

    private static final byte UNTOUCHED = 0x55;

    static List<EncoderCase> encoded() {
        return Cases.encoder().stream().filter(c -> c.refused().isEmpty()).toList();
    }

    static List<EncoderCase> refusals() {
        return Cases.encoder().stream().filter(c -> c.refused().isPresent()).toList();
    }

    static Stream<IntFunction<ByteBuffer>> memories() {
        return Stream.of(ByteBuffer::allocate, ByteBuffer::allocateDirect, EventEncodingTest::sliceOfHeap);
    }

    private static ByteBuffer sliceOfHeap(int capacity) {
        return ByteBuffer.allocate(capacity + 7).slice(3, capacity);
    }

    private static Event build(EncoderCase encoderCase) {
        Event.Builder builder = Event.builder();
        encoderCase.text(Field.ID).ifPresent(builder::id);
        encoderCase.text(Field.TYPE).ifPresent(builder::type);
        encoderCase.text(Field.DATA).ifPresent(builder::data);
        encoderCase.text(Field.COMMENT).ifPresent(builder::comment);
        encoderCase.retryMillis().ifPresent(millis -> builder.retry(Duration.ofMillis(millis)));
        return builder.build();
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void writesExactBytes(EncoderCase encoderCase) {
        byte[] wire = encoderCase.stream();
        Event event = build(encoderCase);

        assertThat(event.encodedLength()).isEqualTo(wire.length);
        memories().forEach(memory -> {
            ByteBuffer target = memory.apply(wire.length + 5);
            fill(target);
            target.position(2).limit(2 + wire.length);

            event.writeTo(target);

            assertThat(target.position()).isEqualTo(2 + wire.length);
            assertThat(content(target, 2, wire.length)).isEqualTo(wire);
            assertThat(content(target, 0, 2)).containsOnly(UNTOUCHED);
            assertThat(content(target.limit(wire.length + 5), 2 + wire.length, 3))
                    .containsOnly(UNTOUCHED);
        });
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void writesNothingIfOneByteDoesNotFit(EncoderCase encoderCase) {
        Event event = build(encoderCase);
        memories().forEach(memory -> {
            ByteBuffer target = memory.apply(event.encodedLength() + 1);
            fill(target);
            target.position(2);

            assertThatThrownBy(() -> event.writeTo(target)).isInstanceOf(BufferOverflowException.class);

            assertThat(target.position()).isEqualTo(2);
            assertThat(content(target, 0, target.capacity())).containsOnly(UNTOUCHED);
        });
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void decodesEveryCutOfEncodedEvent(EncoderCase encoderCase) {
        byte[] wire = encoderCase.stream();
        List<String> expected = readings(build(encoderCase));
        var bytewise = new DecodingLog();
        for (byte b : wire) {
            bytewise.decode(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(bytewise.entries).isEqualTo(expected);
        for (int cut = 0; cut <= wire.length; cut++) {
            var log = new DecodingLog();
            log.decode(ByteBuffer.wrap(wire, 0, cut));
            log.decode(ByteBuffer.wrap(wire, cut, wire.length - cut));
            assertThat(log.entries).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    /** Returns the output of a decoder for an event, in wire order. */
    private static List<String> readings(Event event) {
        var log = new DecodingLog();
        event.comment()
                .map(c -> c.split("\n", -1))
                .ifPresent(c -> Arrays.asList(c).forEach(log::onComment));
        event.retry().ifPresent(log::onRetry);
        event.data()
                .ifPresent(data -> log.onEvent(MessageEvent.of(
                        event.type().orElse("message"), data, event.id().orElse(""))));
        return log.entries;
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void rejectsValuesThatDecodeDifferently(EncoderCase encoderCase) {
        String field = encoderCase.refused().orElseThrow();
        assertThatThrownBy(() -> build(encoderCase))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field + " must not ");
    }

    @Test
    void ignoresByteOrderOfTarget() {
        Event event = Event.builder().id("1").type("t").data("hello").build();
        memories().forEach(memory -> {
            ByteBuffer big = memory.apply(100);
            ByteBuffer little = memory.apply(100).order(ByteOrder.LITTLE_ENDIAN);

            event.writeTo(big);
            event.writeTo(little);

            assertThat(little.flip()).isEqualTo(big.flip());
        });
    }

    @Test
    void writesOneEventAfterAnother() {
        ByteBuffer target = ByteBuffer.allocate(100);

        Event.of("a").writeTo(target);
        Event.of("b").writeTo(target);

        assertThat(content(target, 0, target.position())).isEqualTo("data: a\n\ndata: b\n\n".getBytes());
    }

    @Test
    void writesAnyNumberOfLines() {
        for (String line : List.of("", "x", "x".repeat(50))) {
            for (int breaks = 0; breaks <= 100; breaks++) {
                for (String last : List.of("", "y".repeat(200))) {
                    String expected = ("data: " + line + "\n").repeat(breaks) + "data: " + last + "\n\n";
                    ByteBuffer target = ByteBuffer.allocate(expected.length());
                    Event.of((line + "\n").repeat(breaks) + last).writeTo(target);
                    assertThat(new String(target.array(), StandardCharsets.US_ASCII))
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void rejectsReadOnlyTarget() {
        Event event = Event.of("x");
        assertThatThrownBy(() -> event.writeTo(ByteBuffer.allocate(100).asReadOnlyBuffer()))
                .isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> event.writeTo(ByteBuffer.allocateDirect(100).asReadOnlyBuffer()))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void rejectsNull() {
        assertThatThrownBy(() -> Event.of("x").writeTo(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("target");
    }

    @Test
    void allocatesNothing() {
        Event event = Event.builder()
                .comment("c\nd")
                .id("ü")
                .type("t")
                .data("a\nb€".repeat(50))
                .retry(Duration.ofSeconds(1))
                .build();
        memories().forEach(memory -> {
            ByteBuffer target = memory.apply(4096);
            long few = allocatedBy(100, () -> event.writeTo(target.clear()));
            long many = allocatedBy(10_000, () -> event.writeTo(target.clear()));

            // The measurement itself allocates the same for few and many.
            assertThat(many - few).isLessThan(10_000);
        });
    }

    private static long allocatedBy(int times, Runnable action) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        action.run();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < times; i++) {
            action.run();
        }
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private static void fill(ByteBuffer buffer) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, UNTOUCHED);
        }
    }

    private static byte[] content(ByteBuffer buffer, int from, int length) {
        var bytes = new byte[length];
        buffer.get(from, bytes);
        return Arrays.copyOf(bytes, length);
    }
}
