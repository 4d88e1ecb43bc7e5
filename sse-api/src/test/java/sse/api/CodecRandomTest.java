package sse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.internal.codec.ReferenceDecoder;
import sse.api.spi.Frame;

/** Encodes and decodes random input. {@code -Dsse.test.seed=…} repeats a run. */
class CodecRandomTest {

    private static final int ROUNDS = 20_000;

    // The parts of streams, valid and invalid.
    private static final byte[][] PIECES = {
        utf8("data"),
        utf8("event"),
        utf8("id"),
        utf8("retry"),
        utf8(":"),
        utf8(": "),
        utf8(" "),
        utf8("\n"),
        utf8("\r"),
        utf8("\r\n"),
        utf8("\n\n"),
        utf8("\r\r"),
        utf8("\0"),
        utf8("\t"),
        utf8("0"),
        utf8("17"),
        utf8("data: x\n"),
        utf8("data: y\n\n"),
        utf8("id: 3\n"),
        utf8("event: tick\r"),
        utf8("retry: 9\n"),
        utf8("\uFEFF"),
        utf8("é"),
        utf8("€"),
        utf8("😀"),
        utf8("\uFFFD"),
        utf8("a"),
        utf8("some longer text of words"),
        {(byte) 0xEF},
        {(byte) 0xBB},
        {(byte) 0xBF},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xC0},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0xF0, (byte) 0x9F},
        {(byte) 0xF4, (byte) 0x90},
        {(byte) 0x80},
        {(byte) 0xFF}
    };

    private static final String[] TEXTS = {
        "",
        "a",
        " ",
        ":",
        "?",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\t",
        "data: x",
        "é",
        "€",
        "😀",
        "\uD83D",
        "\uDE00",
        "\uFEFF",
        "\uFFFD",
        "\u2028",
        "some longer text of words, ",
        "ЯЯЯЯЯЯЯЯ",
        "漢字漢字漢字漢字"
    };

    private final long seed = Long.getLong("sse.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed() {
        System.out.println("sse.test.seed=" + seed);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void decodesAsReferenceDecoder() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] stream = stream();
            var expected = new ReferenceDecoder();
            expected.decode(stream);

            var log = new DecodingLog();
            decodeInPieces(log, stream);

            assertThat(log.entries)
                    .as("seed %d round %d: %s", seed, round, Arrays.toString(stream))
                    .isEqualTo(expected.entries);
            assertThat(log.decoder.lastEventId()).isEqualTo(expected.lastEventId);
        }
    }

    @Test
    void decodesEncodedEvents() {
        for (int round = 0; round < ROUNDS; round++) {
            Event event = event();
            var expected = new DecodingLog();
            event.comment().ifPresent(c -> c.lines().forEach(expected::onComment));
            event.comment().filter(c -> c.isEmpty() || c.endsWith("\n")).ifPresent(c -> expected.onComment(""));
            event.retry().ifPresent(expected::onRetry);
            String id = event.id().orElse("before");
            event.data()
                    .ifPresent(
                            d -> expected.onEvent(MessageEvent.of(event.type().orElse("message"), d, id)));

            var log = new DecodingLog();
            log.decode("id: before\n\n");
            decodeInPieces(log, wire(event));

            assertThat(log.entries)
                    .as("seed %d round %d: %s", seed, round, event)
                    .isEqualTo(expected.entries);
            if (!id.contains("\0")) {
                assertThat(log.decoder.lastEventId()).isEqualTo(id);
            }
        }
    }

    @Test
    void encodesEqualEventsAlike() {
        for (int round = 0; round < ROUNDS; round++) {
            Event one = event();
            Event other = random.nextBoolean() ? one.toBuilder().data(text()).build() : event();
            assertThat(one.equals(other))
                    .as("seed %d round %d: %s %s", seed, round, one, other)
                    .isEqualTo(Arrays.equals(wire(one), wire(other)));
            assertThat(one.toBuilder().build()).isEqualTo(one).hasSameHashCodeAs(one);
        }
    }

    @Test
    void returnsEventsOfFrames() {
        for (int round = 0; round < ROUNDS; round++) {
            Event event = event();
            assertThat(Frame.of(event).event())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(event)
                    .hasToString(event.toString());
        }
    }

    private static byte[] wire(Event event) {
        Frame frame = Frame.of(event);
        assertThat(event.encodedLength()).isEqualTo(frame.size());
        var wire = new byte[frame.size()];
        frame.copyTo(ByteBuffer.wrap(wire));
        return wire;
    }

    private void decodeInPieces(DecodingLog log, byte[] stream) {
        int largest = 1 + random.nextInt(40);
        ByteBuffer chunk = random.nextBoolean() ? ByteBuffer.allocate(largest) : ByteBuffer.allocateDirect(largest);
        for (int at = 0; at < stream.length; at += chunk.limit()) {
            int length = Math.min(stream.length - at, 1 + random.nextInt(largest));
            log.decode(chunk.clear().put(stream, at, length).flip());
        }
    }

    private byte[] stream() {
        var stream = ByteBuffer.allocate(2048);
        for (int n = random.nextInt(40); n > 0; n--) {
            stream.put(PIECES[random.nextInt(PIECES.length)]);
        }
        if (random.nextBoolean()) {
            stream.put(utf8("\n\n"));
        }
        return Arrays.copyOf(stream.array(), stream.position());
    }

    private Event event() {
        Event.Builder builder = Event.builder().data(text());
        if (random.nextInt(4) == 0) {
            builder = Event.builder().comment(text());
        } else if (random.nextInt(4) == 0) {
            builder.comment(text());
        }
        if (random.nextBoolean()) {
            builder.id(text().replaceAll("[\r\n\0]", "").strip().trim());
        }
        if (random.nextBoolean()) {
            builder.type(text().replaceAll("[\r\n]", ""));
        }
        if (random.nextInt(8) == 0) {
            builder.retry(Duration.ofMillis(random.nextInt(Integer.MAX_VALUE)));
        }
        return builder.build();
    }

    private String text() {
        var text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return text.toString();
    }
}
