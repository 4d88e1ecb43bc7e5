package sse.api.internal.wire.gzip;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * What the gzip streams of a lane share: buffers, a deflater for batches apart, counters. Confined to the lane, but for
 * the counters. Holds no buffer and no deflater until the first stream needs them, nor when none has for a minute.
 *
 * <p>What is written is put into the buffer that the lane composes in, over the text: a transport may have room for its
 * framing around that buffer.
 */
public final class LaneGzip {
    private static final int LEVEL = 6;
    private static final byte[] NONE = {};

    // Immutable after construction.
    private final ByteBuffer scratch;
    private final GzipCounters counters;

    // Confined to the lane.
    private final GzipBatch batch = new GzipBatch(this);
    private final CRC32 crc = new CRC32();
    private ByteBuffer composed = ByteBuffer.wrap(NONE);
    private @Nullable Deflater alone;
    private final IdleTime idle = new IdleTime();
    private boolean used;

    /**
     * Creates it.
     *
     * @param scratch the buffer in which the lane composes
     * @param counters count what is compressed
     */
    public LaneGzip(ByteBuffer scratch, GzipCounters counters) {
        this.scratch = scratch;
        this.counters = counters;
    }

    /** Returns the counters. Any thread. */
    public GzipCounters counters() {
        return counters;
    }

    /**
     * Encodes what the subscribers of one topic are sent, none of which is in step.
     *
     * @param text from its position to its limit; no stream's own data
     * @return the batch, which is valid until the lane encodes the next one
     */
    public GzipBatch encodeApart(ByteBuffer text) {
        batch.setApart(text);
        return batch;
    }

    /** Returns an empty block in place of a text of some length. */
    public GzipBatch encodeNothing(int length) {
        batch.setNothing(length);
        return batch;
    }

    /** Releases what has not been used for a minute. */
    public void onSweep(long nowNanos) {
        if (idle.isOver(used, nowNanos)) {
            end();
        }
        used = false;
    }

    /** Releases the buffers and the deflater. They are created again when they are needed. */
    public void end() {
        batch.release();
        composed = ByteBuffer.wrap(NONE);
        if (alone != null) {
            alone.end();
            alone = null;
            counters.addCompressors(-1);
        }
    }

    GzipBatch batch() {
        used = true;
        return batch;
    }

    /** Returns the deflater for batches apart, without a history. */
    Deflater resetDeflater() {
        used = true;
        if (alone == null) {
            alone = new Deflater(LEVEL, true);
            counters.addCompressors(1);
        } else {
            alone.reset();
        }
        return alone;
    }

    /** Returns the CRC-32 of a text, from its position to its limit, which it does not change. */
    int crcOf(ByteBuffer text) {
        int position = text.position();
        crc.reset();
        crc.update(text);
        text.position(position);
        return (int) crc.getValue();
    }

    int crcOf(byte[] text, int length) {
        crc.reset();
        crc.update(text, 0, length);
        return (int) crc.getValue();
    }

    /** Puts bytes where they are written from. */
    ByteBuffer load(byte[] bytes, int length) {
        return length <= scratch.capacity()
                ? scratch.clear().put(0, bytes, 0, length).limit(length)
                : ByteBuffer.wrap(bytes, 0, length);
    }

    /** Returns a buffer to compose in, which is loaded afterwards. */
    ByteBuffer compose(int room) {
        used = true;
        if (composed.capacity() < room) {
            composed = ByteBuffer.wrap(withRoom(composed.array(), room));
        }
        return composed.clear();
    }

    /** Puts what was composed where it is written from. */
    ByteBuffer loadComposed(int length) {
        return load(composed.array(), length);
    }

    /** Returns a copy of what was composed. */
    byte[] copyOfComposed(int length) {
        return Arrays.copyOf(composed.array(), length);
    }

    static byte[] withRoom(byte[] present, int room) {
        return present.length >= room ? present : new byte[Math.max(room, Math.min(2 * present.length, room + 4096))];
    }

    /** Returns in how many bytes a text certainly fits, and has room left, which ends the loop of {@link #deflate}. */
    static int deflatedRoom(int length) {
        return length + length / 512 + 64;
    }

    /** Compresses a text up to a whole byte and an empty block, and returns how many bytes it has become. */
    static int deflate(Deflater deflater, byte[] text, int length, byte[] target) {
        deflater.setInput(text, 0, length);
        int end = 0;
        int count;
        do {
            count = deflater.deflate(target, end, target.length - end, Deflater.SYNC_FLUSH);
            end += count;
        } while (count > 0 && end == target.length);
        return end;
    }
}
