package sse.api.internal.wire.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Streams that join, fall behind, are sent events of their own and heartbeats, and end, all at random and over
 * connections that accept parts: each decodes to what it was sent.
 */
class GzipSpliceTest {
    private static final int SCHEDULES = 150;
    private static final int STEPS = 200;

    private final ByteBuffer scratch = ByteBuffer.allocate(16 * 1024);
    private final LaneGzip lane = new LaneGzip(scratch, new GzipCounters());

    @Test
    void decodesRandomSchedules() throws IOException {
        int sent = 0;
        int inStep = 0;
        for (int seed = 0; seed < SCHEDULES; seed++) {
            try {
                Schedule schedule = new Schedule(seed);
                schedule.run();
                sent += schedule.batches;
                inStep += schedule.inStep;
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("schedule " + seed, failure);
            }
        }
        assertThat(inStep).as("batches sent in step, of %d", sent).isGreaterThan(sent / 4);
    }

    /** A topic of a lane, and its streams. */
    private final class Schedule {
        final Random random;
        final List<SimulatedStream> streams = new ArrayList<>();
        final CompressorLimit limit = new CompressorLimit(1);
        final boolean isFast;
        SharedDeflater deflater = SharedDeflater.create(lane, limit);
        int batches;
        int inStep;

        Schedule(int seed) {
            random = new Random(seed);
            isFast = random.nextBoolean();
        }

        void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(16)) {
                    case 0 -> streams.add(new SimulatedStream(lane, this::room));
                    case 1 -> end();
                    case 2 -> sendOwn();
                    case 3 -> sendHeartbeat();
                    case 4 -> replaceDeflater();
                    default -> publish();
                }
            }
            for (SimulatedStream stream : streams) {
                stream.complete();
            }
            deflater.end();
        }

        /** A connection takes everything, or a part, or nothing now. */
        private int room(int offered) {
            int die = random.nextInt(isFast ? 50 : 4);
            return die == 0 ? random.nextInt(offered + 1) : die == 1 ? 0 : offered;
        }

        private void publish() throws IOException {
            int events = 1 + random.nextInt(random.nextInt(20) == 0 ? 80 : 4);
            scratch.clear().put(text(events)).flip();
            GzipBatch batch = deflater.encode(scratch, events);
            byte[] text = Arrays.copyOf(batch.text(), batch.textLength());
            List<SimulatedStream> behind = new ArrayList<>();
            for (SimulatedStream stream : streams) {
                if (stream.flush() && random.nextInt(20) != 0) {
                    send(stream, batch);
                } else {
                    stream.connection.leave();
                    behind.add(stream);
                }
            }
            for (SimulatedStream stream : behind) {
                if (stream.flush() && random.nextBoolean()) {
                    scratch.clear().put(text).flip();
                    stream.send(lane.encodeApart(scratch));
                }
            }
        }

        private void send(SimulatedStream stream, GzipBatch batch) throws IOException {
            batches++;
            int before = batch.deflater().rule().streamsInStep();
            stream.send(batch);
            inStep += batch.deflater().rule().streamsInStep() - before;
            if (stream.flush()) {
                // Everything can be decoded as soon as it has come.
                assertThat(stream.client.reader.decoded()).isEqualTo(stream.expected());
            }
        }

        private void end() throws IOException {
            if (!streams.isEmpty()) {
                streams.remove(random.nextInt(streams.size())).complete();
            }
        }

        private void sendOwn() throws IOException {
            for (SimulatedStream stream : streams) {
                if (random.nextInt(3) == 0) {
                    stream.send(
                            text(random.nextInt(3) == 0 ? 20 : 1),
                            random.nextBoolean() ? scratch : ByteBuffer.allocate(scratch.capacity()));
                }
            }
        }

        private void sendHeartbeat() throws IOException {
            for (SimulatedStream stream : streams) {
                if (random.nextBoolean() && stream.flush()) {
                    stream.sendNothing(lane);
                }
            }
        }

        private void replaceDeflater() {
            if (random.nextInt(4) == 0) {
                deflater.end();
                deflater = SharedDeflater.create(lane, limit);
                lane.end();
            }
        }

        private byte[] text(int events) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < events; i++) {
                text.append("id: ").append(random.nextInt(100_000)).append("\ndata: {\"symbol\":\"SSE");
                text.append(random.nextInt(8))
                        .append("\",\"price\":")
                        .append(random.nextInt(9000))
                        .append("}\n\n");
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void joinsWithinTheTextBetweenKeyframes() throws IOException {
        SharedDeflater deflater = SharedDeflater.create(lane, new CompressorLimit(1));
        List<SimulatedStream> streams = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            streams.add(new SimulatedStream(lane, offered -> offered));
        }
        publish(deflater, streams, 0);
        SimulatedStream late = new SimulatedStream(lane, offered -> offered);
        streams.add(late);
        int text = 0;
        int events = 0;
        while (deflater.rule().streamsInStep() < streams.size()) {
            text += publish(deflater, streams, ++events);
            assertThat(text).isLessThanOrEqualTo(KeyframeRule.MAX_TEXT_BYTES);
        }
        assertThat(events).as("events until one of 301 has joined").isGreaterThan(KeyframeRule.MIN_EVENTS);
        for (SimulatedStream stream : streams) {
            stream.complete();
        }
        deflater.end();
    }

    @Test
    void joinsAfterFewEventsBesideOne() throws IOException {
        SharedDeflater deflater = SharedDeflater.create(lane, new CompressorLimit(1));
        List<SimulatedStream> streams = new ArrayList<>();
        streams.add(new SimulatedStream(lane, offered -> offered));
        publish(deflater, streams, 0);
        streams.add(new SimulatedStream(lane, offered -> offered));
        int events = 1;
        while (deflater.rule().streamsInStep() < 2) {
            publish(deflater, streams, events++);
        }

        assertThat(events).isEqualTo(KeyframeRule.MIN_EVENTS + 1);
        deflater.end();
    }

    private int publish(SharedDeflater deflater, List<SimulatedStream> streams, int number) throws IOException {
        byte[] text = tick(number).getBytes(StandardCharsets.UTF_8);
        scratch.clear().put(text).flip();
        GzipBatch batch = deflater.encode(scratch, 1);
        for (SimulatedStream stream : streams) {
            stream.send(batch);
        }
        return text.length;
    }

    /** The ratio is that of a compressor of the stream's own, whatever the number of streams. */
    @Test
    void compressesTicksFourfold() throws IOException {
        SharedDeflater deflater = SharedDeflater.create(lane, new CompressorLimit(1));
        List<SimulatedStream> streams = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            streams.add(new SimulatedStream(lane, offered -> offered));
        }
        for (int i = 0; i < 4000; i++) {
            publish(deflater, streams, i);
        }
        for (SimulatedStream stream : streams) {
            double ratio = (double) stream.expected().length / stream.client.reader.received().length;
            assertThat(ratio).isGreaterThan(3.9);
        }
        deflater.end();
    }

    private static String tick(int number) {
        Random random = new Random(number);
        return "id: 5kq1x-" + number + "\nevent: tick\ndata: {\"symbol\":\"" + SYMBOLS[random.nextInt(SYMBOLS.length)]
                + "\",\"bid\":" + (1000 + random.nextInt(9000)) / 100.0 + ",\"ask\":"
                + (1000 + random.nextInt(9000)) / 100.0 + ",\"volume\":" + random.nextInt(100) * 100 + "}\n\n";
    }

    private static final String[] SYMBOLS = {"ACME", "INIT", "GLBX", "UMBR", "HOOL", "STRK", "WAYN", "CYBD"};

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "65534, 1", "65535, 1", "65536, 2", "131070, 2", "131071, 3"})
    void storesTextsOfAnyLength(int length, int blocks) throws IOException {
        byte[] text = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
        SimulatedStream stream = new SimulatedStream(lane, offered -> offered);

        stream.send(text, ByteBuffer.allocate(length));

        assertThat(stream.client.reader.decoded()).isEqualTo(text);
        assertThat(stream.client.reader.received()).hasSize(10 + 5 * blocks + length + 5);
        stream.complete();
    }

    @Test
    void encodesIncompressibleText() throws IOException {
        byte[] text = new byte[scratch.capacity()];
        new Random(1).nextBytes(text);
        SharedDeflater deflater = SharedDeflater.create(lane, new CompressorLimit(1));
        SimulatedStream inStep = new SimulatedStream(lane, offered -> offered);
        SimulatedStream apart = new SimulatedStream(lane, offered -> offered);

        for (int i = 0; i < 3; i++) {
            scratch.clear().put(text).flip();
            GzipBatch batch = deflater.encode(scratch, 1);
            inStep.send(batch);
            scratch.clear().put(text).flip();
            apart.send(lane.encodeApart(scratch));
        }

        inStep.complete();
        apart.complete();
        deflater.end();
    }
}
