package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.conformance.Cases;
import sse.conformance.DecoderCase;

class EventDecoderTest {

    static List<DecoderCase> cases() {
        return Cases.decoder();
    }

    static Stream<Function<byte[], ByteBuffer>> memories() {
        return Stream.of(
                ByteBuffer::wrap,
                bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
                bytes -> ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(),
                bytes -> ByteBuffer.allocate(bytes.length + 9)
                        .position(4)
                        .slice()
                        .limit(bytes.length)
                        .put(0, bytes));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesWhole(DecoderCase decoderCase) {
        memories().forEach(memory -> {
            var log = new DecodingLog();
            ByteBuffer chunk = memory.apply(decoderCase.stream());

            log.decode(chunk);

            assertThat(chunk.hasRemaining()).isFalse();
            assertThat(log.entries).isEqualTo(ExpectedDecoding.of(decoderCase).entries);
            log.decoder.endOfInput();
            assertThat(log.decoder.lastEventId()).isEqualTo(ExpectedDecoding.of(decoderCase).lastEventId);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesByteByByte(DecoderCase decoderCase) {
        memories().forEach(memory -> {
            var log = new DecodingLog();
            for (byte b : decoderCase.stream()) {
                log.decode(memory.apply(new byte[] {b}));
            }
            assertThat(log.entries).isEqualTo(ExpectedDecoding.of(decoderCase).entries);
            assertThat(log.decoder.lastEventId()).isEqualTo(ExpectedDecoding.of(decoderCase).lastEventId);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesCutAnywhere(DecoderCase decoderCase) {
        byte[] wire = decoderCase.stream();
        for (int first = 0; first <= wire.length; first++) {
            for (int second = first; second <= wire.length; second += 1 + (wire.length >> 6)) {
                var log = new DecodingLog();
                // The same memory each time, as in a reader of a socket: decoded bytes are overwritten.
                ByteBuffer chunk = ByteBuffer.allocate(wire.length);
                log.decode(chunk.clear().put(wire, 0, first).flip());
                log.decode(chunk.clear().put(wire, first, second - first).flip());
                Arrays.fill(chunk.array(), (byte) '!');
                log.decode(chunk.clear().put(wire, second, wire.length - second).flip());

                assertThat(log.entries)
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(ExpectedDecoding.of(decoderCase).entries);
                assertThat(log.decoder.lastEventId()).isEqualTo(ExpectedDecoding.of(decoderCase).lastEventId);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decodesNextStreamLikeFirst(DecoderCase decoderCase) {
        byte[] wire = decoderCase.stream();
        for (int cut = 0; cut <= wire.length; cut++) {
            var log = new DecodingLog();
            log.decode(ByteBuffer.wrap(wire, 0, cut));
            log.decoder.endOfInput();
            log.decode("id\n\n");
            log.decoder.endOfInput();
            log.entries.clear();

            log.decode(ByteBuffer.wrap(wire));

            assertThat(log.entries).as("ended at %d", cut).isEqualTo(ExpectedDecoding.of(decoderCase).entries);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: a\n\n", "data: a\r\r", "data: a\r\n\r", "data: a\n\r"})
    void dispatchesAtFirstByteOfLineEnd(String wire) {
        var log = new DecodingLog();
        log.decode(wire.substring(0, wire.length() - 1));
        assertThat(log.entries).isEmpty();

        log.decode(wire.substring(wire.length() - 1));
        assertThat(log.entries).containsExactly("event message|a|");
    }

    @Test
    void keepsLastEventIdForNextStream() {
        var log = new DecodingLog();
        log.decode("id: 1\ndata: a\n\nid: 2\ndata: b\n");
        assertThat(log.decoder.lastEventId()).isEqualTo("1");

        log.decoder.endOfInput();
        assertThat(log.decoder.lastEventId()).isEqualTo("1");
        log.decode("data: c\n\n");

        assertThat(log.entries).containsExactly("event message|a|1", "event message|c|1");
    }

    @Test
    void discardsIncompleteBlockAtEndOfStream() {
        var log = new DecodingLog();
        log.decode("event: t\ndata: a\ndata: b\ndat");
        log.decoder.endOfInput();
        log.decode("a: c\ndata: d\n\n");

        assertThat(log.entries).containsExactly("event message|d|");
    }

    @Test
    void expectsNoLineFeedAfterEndOfStream() {
        var log = new DecodingLog();
        log.decode("data: a\r");
        log.decoder.endOfInput();
        log.decode("\ndata: b\n\n");

        assertThat(log.entries).containsExactly("event message|b|");
    }

    @Test
    void stripsByteOrderMarkOfEveryStream() {
        var log = new DecodingLog();
        log.decode("\uFEFFdata: a\n\n");
        log.decoder.endOfInput();
        log.decode("\uFEFFdata: b\n\n");
        log.decoder.endOfInput();
        log.decode(ByteBuffer.wrap(new byte[] {(byte) 0xEF, (byte) 0xBB}));
        log.decoder.endOfInput();
        log.decode("\uFEFFdata: c\n\n");

        assertThat(log.entries).containsExactly("event message|a|", "event message|b|", "event message|c|");
    }

    @Test
    void showsLastEventIdToHandler() throws EventTooLargeException {
        var seen = new ArrayList<String>();
        var decoder = new EventDecoder[1];
        decoder[0] = EventDecoder.builder(event -> seen.add(event.lastEventId() + decoder[0].lastEventId()))
                .build();

        decoder[0].decode(ascii("id: 1\ndata: a\n\nid: 2\ndata: b\n\n"));

        assertThat(seen).containsExactly("11", "22");
    }

    @Test
    void continuesAfterEventWhoseHandlerThrew() throws EventTooLargeException {
        var seen = new ArrayList<String>();
        EventDecoder decoder = EventDecoder.builder(event -> {
                    seen.add(event.data());
                    if (event.data().equals("bad")) {
                        throw new IllegalStateException("handler");
                    }
                })
                .build();
        for (ByteBuffer chunk : List.of(
                ascii("data: a\n\ndata: bad\r\n\r\ndata: b\n\ndata: c\ndata: d\n\n"),
                ascii("data: a\n\ndata: bad\r\n\r\ndata: b\n\ndata: c\ndata: d\n\n")
                        .asReadOnlyBuffer())) {
            seen.clear();
            assertThatThrownBy(() -> decoder.decode(chunk)).hasMessage("handler");
            assertThat(seen).containsExactly("a", "bad");
            assertThat(chunk.position()).isEqualTo("data: a\n\ndata: bad\r\n\r".length());

            decoder.decode(chunk);
            assertThat(seen).containsExactly("a", "bad", "b", "c\nd");
        }
    }

    @Test
    void keepsDataIfOtherCallbacksThrow() throws EventTooLargeException {
        var seen = new ArrayList<String>();
        EventDecoder decoder = EventDecoder.builder(event -> seen.add(event.data()))
                .onComment(text -> {
                    throw new IllegalStateException("comment");
                })
                .build();
        byte[] bytes = "data: a\n: x\ndata: b\n\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer chunk = ByteBuffer.wrap(bytes);
        assertThatThrownBy(() -> decoder.decode(chunk)).hasMessage("comment");

        byte[] rest = Arrays.copyOfRange(bytes, chunk.position(), bytes.length);
        Arrays.fill(bytes, (byte) '!');
        decoder.decode(ByteBuffer.wrap(rest));

        assertThat(seen).containsExactly("a\nb");
    }

    @Test
    void ignoresFieldsWithoutCallback() throws EventTooLargeException {
        var seen = new ArrayList<String>();
        EventDecoder decoder =
                EventDecoder.builder(event -> seen.add(event.data())).build();

        decoder.decode(ascii(": comment\nretry: 5\ndata: a\n\n"));

        assertThat(seen).containsExactly("a");
    }

    @Test
    void reusesStringsOfEqualTypesAndIds() throws EventTooLargeException {
        var types = new ArrayList<String>();
        var ids = new ArrayList<String>();
        EventDecoder decoder = EventDecoder.builder(event -> {
                    types.add(event.type());
                    ids.add(event.lastEventId());
                })
                .build();

        decoder.decode(ascii("event: tick\nid: 7\ndata\n\nevent: tick\nid: 7\ndata\n\ndata\n\n"));

        assertThat(types.get(1)).isSameAs(types.get(0));
        assertThat(ids.get(1)).isSameAs(ids.get(0));
        assertThat(ids.get(2)).isSameAs(ids.get(0));
    }

    @Test
    void allocatesNothingForSkippedFields() throws EventTooLargeException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        EventDecoder decoder = EventDecoder.builder(event -> {}).build();
        // Nothing is passed on: comments without a callback, a type and a reconnection time without data.
        ByteBuffer chunk = ascii(": a comment\nevent: tick\nretry: 5\nunknown: x\r\n\r".repeat(1000));
        for (int i = 0; i < 3; i++) {
            decoder.decode(chunk.rewind());
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        decoder.decode(chunk.rewind());
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertThat(allocated).isLessThan(1000);
    }

    /** A stream that is open and idle has a decoder. */
    @Test
    void allocatesBuffersWhenThereIsContent() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        EventDecoder[] decoders = new EventDecoder[1000];
        long perDecoder = 0;
        for (int round = 0; round < 3; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < decoders.length; i++) {
                decoders[i] = EventDecoder.builder(event -> {}).build();
            }
            perDecoder = (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / decoders.length;
        }

        assertThat(perDecoder).isLessThan(600);
    }

    @Test
    void acceptsLineUpToLimit() {
        assertThat(decodeLimited(10, 100, "data: 12345".substring(1) + "\n\n")).isEmpty();
        assertThat(decodeLimited(10, 100, "data: 123\n\n")).containsExactly("event message|123|");
        assertThat(decodeLimited(10, 100, "data: 1234\r\n\r\n")).containsExactly("event message|1234|");
        assertTooLarge("line must be at most 10 bytes: 11", 10, 100, "data: 12345\n\n");
        assertTooLarge("line must be at most 10 bytes: 11", 10, 100, "data: 12345");
        assertTooLarge("line must be at most 10 bytes: 11", 10, 100, ":0123456789");
        assertTooLarge("line must be at most 1 bytes: 2", 1, 100, "da");
    }

    @Test
    void acceptsEventUpToLimit() {
        assertThat(decodeLimited(100, 5, "data: 1234\n\n")).containsExactly("event message|1234|");
        assertThat(decodeLimited(100, 5, "data: 12345\n\n")).containsExactly("event message|12345|");
        assertThat(decodeLimited(100, 5, "data: 12\ndata: 34\n\ndata: 12345\n\n"))
                .containsExactly("event message|12\n34|", "event message|12345|");
        assertThat(decodeLimited(100, 5, "data\ndata\ndata\ndata\ndata\ndata\n\n"))
                .containsExactly("event message|\n\n\n\n\n|");
        assertTooLarge("event must be at most 5 bytes: 6", 100, 5, "data: 123456\n");
        assertTooLarge("event must be at most 5 bytes: 6", 100, 5, "data: 12\ndata: 345\n");
        assertTooLarge("event must be at most 5 bytes: 6", 100, 5, "data: 1\ndata: 2\ndata: 34\n");
        assertTooLarge("event must be at most 5 bytes: 6", 100, 5, "data\ndata\ndata\ndata\ndata\ndata\ndata\n");
        assertTooLarge("event must be at most 1 bytes: 3", 100, 1, "data: €\n");
    }

    @Test
    void countsOnlyDataAgainstEventLimit() {
        assertThat(decodeLimited(100, 1, ": a long comment\nevent: long\nid: long\ndata: 1\n\n"))
                .containsExactly("event long|1|long");
    }

    @Test
    void rejectsBytesAfterLimitUntilStreamEnds() throws EventTooLargeException {
        var log = new DecodingLog();
        EventDecoder decoder = log.limited(10, 100);
        decoder.decode(ascii("id: 1\n\n"));
        assertThatThrownBy(() -> decoder.decode(ascii("data: too long"))).isInstanceOf(EventTooLargeException.class);
        assertThatThrownBy(() -> decoder.decode(ascii("\n\n")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stream must be ended after an event that was too large");

        decoder.endOfInput();
        decoder.decode(ascii("data: a\n\n"));

        assertThat(log.entries).containsExactly("event message|a|1");
    }

    @Test
    void rejectsLimitBelowOne() {
        EventDecoder.Builder builder = EventDecoder.builder(event -> {});
        assertThatThrownBy(() -> builder.maxLineBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxLineBytes must be at least 1: 0");
        assertThatThrownBy(() -> builder.maxEventBytes(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxEventBytes must be at least 1: -1");
    }

    @Test
    void rejectsNullByName() {
        EventDecoder.Builder builder = EventDecoder.builder(event -> {});
        assertThatThrownBy(() -> EventDecoder.builder(null)).hasMessage("handler");
        assertThatThrownBy(() -> builder.onRetry(null)).hasMessage("onRetry");
        assertThatThrownBy(() -> builder.onComment(null)).hasMessage("onComment");
        assertThatThrownBy(() -> builder.build().decode(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("chunk");
    }

    @Test
    // Quadratic time would take hours.
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void decodesHugeEventInLinearTime() {
        var log = new DecodingLog();

        decodeByteByByte(log, 4, 1 << 20);

        String line = "x".repeat(1 << 20);
        assertThat(log.entries).containsExactly("event message|" + String.join("\n", line, line, line, line) + "|");
    }

    /** A buffer that grows by what it needs is copied for each byte: 2 GB for this event, in place of 1 MB. */
    @Test
    void copiesLinearlyManyBytes() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var log = new DecodingLog();
        decodeByteByByte(log, 1, 1);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

        decodeByteByByte(log, 4, 1 << 14);

        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(log.entries).hasSize(2);
        assertThat(allocated).isLessThan(32 * 4 * (1 << 14));
    }

    private static void decodeByteByByte(DecodingLog log, int lines, int lineBytes) {
        byte[] line = ("data: " + "x".repeat(lineBytes) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer chunk = ByteBuffer.allocateDirect(1);
        for (int i = 0; i < lines; i++) {
            for (byte b : line) {
                log.decode(chunk.put(0, b).rewind());
            }
        }
        log.decode("\n");
    }

    @Test
    void beginsWithTheInitialLastEventId() throws Exception {
        List<MessageEvent> events = new ArrayList<>();
        EventDecoder decoder =
                EventDecoder.builder(events::add).lastEventId("7").build();
        assertThat(decoder.lastEventId()).isEqualTo("7");
        decoder.decode(ascii("data: a\n\nid: 8"));
        decoder.endOfInput();

        assertThat(events).containsExactly(MessageEvent.of("message", "a", "7"));
        assertThat(decoder.lastEventId()).isEqualTo("7");
    }

    @Test
    void givesEventsTheOriginOfTheirStream() throws Exception {
        List<MessageEvent> events = new ArrayList<>();
        EventDecoder decoder = EventDecoder.builder(events::add).build();
        decoder.decode(ascii("data: a\n\n"));
        decoder.setOrigin("http://example.com");
        decoder.decode(ascii("data: b\n\n"));

        assertThat(events).extracting(MessageEvent::origin).containsExactly("", "http://example.com");
    }

    private static List<String> decodeLimited(int maxLineBytes, int maxEventBytes, String wire) {
        var log = new DecodingLog();
        EventDecoder whole = log.limited(maxLineBytes, maxEventBytes);
        var bytewiseLog = new DecodingLog();
        EventDecoder bytewise = bytewiseLog.limited(maxLineBytes, maxEventBytes);
        try {
            whole.decode(ascii(wire));
            for (byte b : wire.getBytes(StandardCharsets.UTF_8)) {
                bytewise.decode(ByteBuffer.wrap(new byte[] {b}));
            }
        } catch (EventTooLargeException e) {
            throw new AssertionError(e);
        }
        assertThat(bytewiseLog.entries).isEqualTo(log.entries);
        return log.entries;
    }

    private static void assertTooLarge(String message, int maxLineBytes, int maxEventBytes, String wire) {
        EventDecoder bytewise = new DecodingLog().limited(maxLineBytes, maxEventBytes);
        assertThatThrownBy(() -> {
                    for (byte b : wire.getBytes(StandardCharsets.UTF_8)) {
                        bytewise.decode(ByteBuffer.wrap(new byte[] {b}));
                    }
                })
                .isInstanceOf(EventTooLargeException.class)
                .hasMessage(message);
        EventDecoder whole = new DecodingLog().limited(maxLineBytes, maxEventBytes);
        assertThatThrownBy(() -> whole.decode(ascii(wire)))
                .isInstanceOf(EventTooLargeException.class)
                .hasMessage(message);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
