package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.client.fixtures.ScriptedExchange;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.testkit.ManualTicker;

/** Compressed streams that are cut off or damaged: what is complete before the damage is delivered. */
class DamagedGzipTest {
    private static final int TRAILER_BYTES = 8;
    private static final String HEADER = "1f8b0800000000000000";

    /** A stored block, not the last, of {@code data: a} and a blank line. */
    private static final String STORED = "00" + "0900" + "f6ff" + "646174613a20610a0a";

    /** What a source has made of some content. */
    private record Reading(List<String> events, DisconnectReason reason, String cause) {}

    /** A stream whose events are flushed one by one. */
    private record Flushed(byte[] wire, List<String> events, List<Integer> ends) {
        static Flushed of(String... events) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            List<Integer> ends = new ArrayList<>();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 512, true)) {
                for (String event : events) {
                    gzip.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                    gzip.flush();
                    ends.add(bytes.size());
                }
            }
            return new Flushed(bytes.toByteArray(), List.of(events), ends);
        }

        /** Returns the events that end within a number of bytes. */
        List<String> within(int length) {
            return events.subList(
                    0, (int) ends.stream().filter(end -> end <= length).count());
        }
    }

    private static Reading read(List<byte[]> chunks) {
        ScriptedHttpClient client = new ScriptedHttpClient();
        List<String> events = new ArrayList<>();
        List<Disconnection> disconnections = new ArrayList<>();
        SourceObserver observer = new SourceObserver() {
            @Override
            public void onDisconnect(Disconnection disconnection, Duration delay) {
                disconnections.add(disconnection);
            }
        };
        try (EventSource source = TestSources.builder(client, new ManualTicker())
                .observer(observer)
                .onEvent(event -> events.add(event.data()))
                .build()
                .start()) {
            ScriptedExchange<?> exchange =
                    client.last().head(200, "Content-Type", "text/event-stream", "Content-Encoding", "gzip");
            for (byte[] chunk : chunks) {
                if (!exchange.isCancelled()) {
                    exchange.send(chunk);
                }
            }
            if (!exchange.isCancelled()) {
                exchange.end();
            }
            assertThat(source.statistics().events()).isEqualTo(events.size());
        }
        assertThat(disconnections).hasSize(1);
        Disconnection disconnection = disconnections.get(0);
        return new Reading(
                events,
                disconnection.reason(),
                disconnection.cause().map(Throwable::getMessage).orElse(""));
    }

    private static Reading readWhole(byte[] bytes) {
        return read(List.of(bytes));
    }

    private static Reading readByteByByte(byte[] bytes) {
        List<byte[]> chunks = new ArrayList<>();
        for (byte b : bytes) {
            chunks.add(new byte[] {b});
        }
        return read(chunks);
    }

    private static Reading readInTwo(byte[] bytes, int split) {
        return read(List.of(Arrays.copyOf(bytes, split), Arrays.copyOfRange(bytes, split, bytes.length)));
    }

    private static void assertBegins(String what, List<String> events, List<String> beginning) {
        assertThat(events.subList(0, Math.min(events.size(), beginning.size())))
                .as(what)
                .isEqualTo(beginning);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    @Nested
    class CutOff {
        @Test
        void deliversWhatWasFlushedBefore() throws IOException {
            Flushed flushed = Flushed.of("one", "two two two", "three");
            byte[] wire = flushed.wire();
            for (int length = 1; length < wire.length; length++) {
                Reading whole = readWhole(Arrays.copyOf(wire, length));

                assertBegins("of " + length + " bytes", whole.events(), flushed.within(length));
                assertBegins("of " + length + " bytes", flushed.events(), whole.events());
                assertThat(whole.reason()).isEqualTo(DisconnectReason.LOST);
                assertThat(whole.cause()).isEqualTo("gzip content must be complete");
                assertThat(readByteByByte(Arrays.copyOf(wire, length))).isEqualTo(whole);
            }
        }

        @Test
        void isLostWithinTrailer() throws IOException {
            byte[] wire = gzip("data: one\n\n");
            for (int cut = 1; cut <= TRAILER_BYTES; cut++) {
                assertThat(readWhole(Arrays.copyOf(wire, wire.length - cut)))
                        .as("%d bytes less", cut)
                        .isEqualTo(new Reading(List.of("one"), DisconnectReason.LOST, "gzip content must be complete"));
            }
        }

        @Test
        void endsWithoutAnyByte() {
            assertThat(read(List.of())).isEqualTo(new Reading(List.of(), DisconnectReason.ENDED, ""));
        }
    }

    @Nested
    class Malformed {
        /** What follows the stored block is malformed, in the same chunk or the next. */
        @ParameterizedTest
        @CsvSource({
            "07, invalid block type",
            "00 0100 0000, invalid stored block lengths",
            "03 0a 00, invalid distance too far back",
            "fd ff ff, too many length or distance symbols",
            "05 00 fe 1f, invalid code lengths set"
        })
        void deliversEventBefore(String block, String message) {
            byte[] wire = HexFormat.of().parseHex(HEADER + STORED + block.replace(" ", ""));
            Reading expected =
                    new Reading(List.of("a"), DisconnectReason.LOST, "gzip content must be valid: " + message);

            assertThat(readWhole(wire)).isEqualTo(expected);
            for (int split = 1; split < wire.length; split++) {
                assertThat(readInTwo(wire, split)).as("cut at %d", split).isEqualTo(expected);
            }
        }

        @Test
        void isReadTheSameAtEverySplit() throws IOException {
            Flushed flushed = Flushed.of("one", "two two two", "three");
            for (int at = 0; at < flushed.wire().length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] damaged = flushed.wire().clone();
                    damaged[at] ^= (byte) (1 << bit);
                    Reading reading = readByteByByte(damaged);

                    String where = "bit " + bit + " of byte " + at;
                    assertBegins(where, reading.events(), flushed.within(at));
                    assertThat(readWhole(damaged)).as(where).isEqualTo(reading);
                    assertThat(readInTwo(damaged, Math.max(1, at))).as(where).isEqualTo(reading);
                    if (reading.reason() == DisconnectReason.ENDED) {
                        // No checksum covers the time, the system, and the bits that fill a byte.
                        assertThat(reading.events()).isEqualTo(flushed.events());
                    }
                }
            }
        }
    }

    @Nested
    class Members {
        @Test
        void followEachOther() throws IOException {
            byte[] wire = concat(gzip("data: a\n\nda"), gzip(""), gzip("ta: b\n\n"), gzip(""));
            Reading expected = new Reading(List.of("a", "b"), DisconnectReason.ENDED, "");

            assertThat(readByteByByte(wire)).isEqualTo(expected);
            for (int split = 1; split < wire.length; split++) {
                assertThat(readInTwo(wire, split)).as("cut at %d", split).isEqualTo(expected);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "data: b\n\n"})
        void areLostIfCutOff(String second) throws IOException {
            byte[] first = gzip("data: a\n\n");
            byte[] wire = concat(first, gzip(second));
            for (int length = first.length + 1; length < wire.length; length++) {
                Reading reading = readWhole(Arrays.copyOf(wire, length));

                assertThat(reading.events()).startsWith("a");
                assertThat(reading.reason()).as("of %d bytes", length).isEqualTo(DisconnectReason.LOST);
            }
            assertThat(readWhole(first).reason()).isEqualTo(DisconnectReason.ENDED);
        }

        @Test
        void areLostIfNoMemberFollows() throws IOException {
            byte[] wire = concat(gzip("data: a\n\n"), "data: b\n\n".getBytes(StandardCharsets.UTF_8));

            assertThat(readWhole(wire))
                    .isEqualTo(new Reading(
                            List.of("a"), DisconnectReason.LOST, "gzip content must begin with a gzip header"));
        }
    }
}
