package sse.api.internal.wire.gzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GzipConnectionTest {
    private static final String HEAD = "1f8b08000000000000ff";
    private static final String EMPTY = "000000ffff";

    private final ByteBuffer scratch = ByteBuffer.allocate(1024);
    private final LaneGzip lane = new LaneGzip(scratch, new GzipCounters());
    private int room = Integer.MAX_VALUE;
    private final FakeConnection client = new FakeConnection(offered -> {
        int taken = Math.min(room, offered);
        room -= taken;
        return taken;
    });
    private final GzipConnection connection = new GzipConnection(client, lane);
    private int seen;

    @Test
    void sendsHeadOfTheFormatWithHeadOfResponse() throws IOException {
        assertThat(connection.write(ByteBuffer.allocate(0))).isZero();
        assertThat(sent()).isEqualTo(HEAD);
    }

    @Test
    void storesTextOfTheStream() throws IOException {
        ByteBuffer text = text("data: a\n\n");

        assertThat(connection.write(text)).isEqualTo(9);
        assertThat(text.hasRemaining()).isFalse();
        assertThat(sent()).isEqualTo(HEAD + "000900f6ff" + hex("data: a\n\n") + EMPTY);
        assertThat(client.writes).isEqualTo(1);
    }

    @Test
    void endsWithLastBlockAndTrailer() throws IOException {
        connection.write(text("data: a\n\n"));
        sent();

        assertThat(connection.complete()).isTrue();
        assertThat(sent()).hasSize(26).startsWith("010000ffff").endsWith("09000000");
        client.reader.assertComplete("data: a\n\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void endsEmptyStream() throws IOException {
        assertThat(connection.complete()).isTrue();
        assertThat(sent()).isEqualTo(HEAD + "010000ffff" + "00000000" + "00000000");
        client.reader.assertComplete(new byte[0]);
    }

    @Test
    void finishesWhatItHasBegunAtEveryByte() throws IOException {
        int whole = 10 + 5 + 9 + 5 + 13;
        for (int cut = 0; cut <= whole; cut++) {
            int[] left = {cut};
            FakeConnection slow = new FakeConnection(offered -> {
                int taken = Math.min(left[0], offered);
                left[0] -= taken;
                return taken;
            });
            GzipConnection written = new GzipConnection(slow, lane);
            ByteBuffer text = text("data: a\n\n");

            int accepted = written.write(text);
            assertThat(accepted).isEqualTo(cut < 29 ? 8 : 9);
            assertThat(text.remaining()).isEqualTo(9 - accepted);
            if (text.hasRemaining()) {
                assertThat(written.write(text)).isZero();
                assertThat(text.remaining()).isEqualTo(1);
                left[0] = Integer.MAX_VALUE;
                assertThat(written.write(text)).isEqualTo(1);
            } else {
                assertThat(written.complete()).isEqualTo(cut == whole);
                left[0] = Integer.MAX_VALUE;
            }
            assertThat(written.complete()).isTrue();
            slow.reader.assertComplete("data: a\n\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void sendsMoreBehindWhatItHasFinished() throws IOException {
        room = 12;
        ByteBuffer first = text("data: a\n\n");
        assertThat(connection.write(first)).isEqualTo(8);
        room = Integer.MAX_VALUE;

        assertThat(connection.write(text("\ndata: b\n\n"))).isEqualTo(10);

        connection.complete();
        client.reader.assertComplete("data: a\n\ndata: b\n\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void isNotStalledIfSomeWasTaken() throws IOException {
        room = 12;
        connection.write(text("data: a\n\n"));
        assertThat(connection.isStalled()).isFalse();
        assertThat(connection.isStalled()).isTrue();

        room = 1;
        connection.write(text("\n"));
        assertThat(connection.isStalled()).isFalse();
        assertThat(connection.isStalled()).isTrue();

        connection.write(text("\n"));
        assertThat(connection.isStalled()).isTrue();
        client.stalled = false;
        assertThat(connection.isStalled()).isFalse();
    }

    @Test
    void abandonsNothingThatItHasBegun() throws IOException {
        room = 12;
        connection.write(text("data: a\n\n"));
        connection.abandonRest();
        assertThat(client.abandoned).isZero();

        room = Integer.MAX_VALUE;
        connection.write(text("\n"));
        connection.abandonRest();
        assertThat(client.abandoned).isEqualTo(1);
    }

    @Test
    void countsBytesOfItsText() throws IOException {
        room = 12;
        connection.write(text("data: a\n\n"));
        assertCounted(9, 10 + 5 + 9 + 5, 12);
        room = Integer.MAX_VALUE;
        connection.write(text("\n"));
        assertCounted(9, 29, 29);
    }

    @Test
    void countsBytesOfBatches() throws IOException {
        connection.write(ByteBuffer.allocate(0));
        assertCounted(0, 0, 10);

        lane.encodeApart(text("data: a\n\n")).writeTo(connection);
        int after = client.reader.received().length - 10;
        assertCounted(9, after, 10 + after);

        lane.encodeNothing(2).writeTo(connection);
        assertCounted(9, after + 5, 10 + after + 5);
    }

    private void assertCounted(long before, long after, long sent) {
        assertThat(lane.counters().bytesBefore()).isEqualTo(before);
        assertThat(lane.counters().bytesAfter()).isEqualTo(after);
        assertThat(lane.counters().sentBytes()).isEqualTo(sent);
    }

    @Test
    void passesOnWhatEndsConnection() {
        connection.finish();
        assertThat(client.finished).isTrue();
        assertThat(client.truncated).isFalse();
        connection.truncate();
        assertThat(client.truncated).isTrue();
        assertThat(client.aborted).isFalse();
        connection.abort();
        assertThat(client.aborted).isTrue();

        assertThat(connection.noticesPeerEnd()).isFalse();
        client.noticesPeerEnd = true;
        assertThat(connection.noticesPeerEnd()).isTrue();
    }

    @Nested
    class Shared {
        private final SharedDeflater deflater = SharedDeflater.create(lane, new CompressorLimit(1));

        @Test
        void sendsSameBytesToStreamsInStep() throws IOException {
            SimulatedStream first = new SimulatedStream(lane, offered -> offered);
            SimulatedStream second = new SimulatedStream(lane, offered -> offered);
            for (int i = 0; i < 5; i++) {
                GzipBatch batch = encode("data: {\"number\":" + i + "}\n\n");
                first.send(batch);
                second.send(batch);
            }

            assertThat(first.client.reader.received()).isEqualTo(second.client.reader.received());
            assertThat(encodedLength("data: {\"number\":3}\n\n")).isLessThan(16);
            first.complete();
            second.complete();
        }

        @Test
        void staysInStepOverHeartbeats() throws IOException {
            SimulatedStream stream = new SimulatedStream(lane, offered -> offered);
            stream.send(encode("data: a\n\n"));
            stream.sendNothing(lane);
            stream.send(encode("data: a\n\n"));

            assertThat(deflater.rule().streamsInStep()).isEqualTo(1);
            stream.complete();
        }

        @Test
        void leavesStepForTextOfItsOwn() throws IOException {
            SimulatedStream other = new SimulatedStream(lane, offered -> offered);
            SimulatedStream stream = new SimulatedStream(lane, offered -> offered);
            sendToBoth("data: a\n\n", other, stream);
            stream.send("data: own\n\n".getBytes(StandardCharsets.US_ASCII), scratch);
            sendToBoth("data: a\n\n", other, stream);

            assertThat(deflater.rule().streamsInStep()).isEqualTo(1);
            other.complete();
            stream.complete();
        }

        @Test
        void leavesStepForBatchApart() throws IOException {
            SimulatedStream other = new SimulatedStream(lane, offered -> offered);
            SimulatedStream stream = new SimulatedStream(lane, offered -> offered);
            sendToBoth("data: a\n\n", other, stream);
            stream.send(lane.encodeApart(text("data: apart\n\n")));
            sendToBoth("data: a\n\n", other, stream);

            assertThat(deflater.rule().streamsInStep()).isEqualTo(1);
            other.complete();
            stream.complete();
        }

        @Test
        void leavesDeflaterThatHasEnded() throws IOException {
            SimulatedStream stream = new SimulatedStream(lane, offered -> offered);
            stream.send(encode("data: a\n\n"));
            deflater.end();
            deflater.end();

            stream.complete();
            assertThat(lane.counters().compressors()).isZero();
        }

        @Test
        void refusesToLeaveTooLate() throws IOException {
            SimulatedStream stream = new SimulatedStream(lane, offered -> offered);
            stream.send(encode("data: a\n\n"));
            encode("data: b\n\n");
            encode("data: c\n\n");

            assertThatIllegalStateException()
                    .isThrownBy(stream.connection::leave)
                    .withMessage("stream must have been sent the last batch or the one before");
        }

        @Test
        void isLimitedInNumber() {
            CompressorLimit two = new CompressorLimit(2);
            SharedDeflater first = SharedDeflater.create(lane, two);
            assertThat(SharedDeflater.create(lane, two)).isNotNull();
            assertThat(SharedDeflater.create(lane, two)).isNull();

            first.end();
            assertThat(SharedDeflater.create(lane, two)).isNotNull();
        }

        private int encodedLength(String event) {
            return encode(event).shared().remaining();
        }

        private void sendToBoth(String event, SimulatedStream first, SimulatedStream second) throws IOException {
            GzipBatch batch = encode(event);
            first.send(batch);
            second.send(batch);
        }

        private GzipBatch encode(String event) {
            scratch.clear().put(text(event)).flip();
            return deflater.encode(scratch, 1);
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns what was sent since the last call. */
    private String sent() {
        byte[] all = client.reader.received();
        String hex = HexFormat.of().formatHex(all, seen, all.length);
        seen = all.length;
        return hex;
    }
}
