package sse.api.internal.wire.gzip;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A deflater that compresses each batch of a topic's events once for all streams in step. Confined to the lane.
 *
 * <pre>
 *   batch     1     2     3     4     5     6     7     8
 *           [KEY] [   ] [   ] [   ] [KEY] [   ] [   ] [   ]
 *             ^─────────────────┘     ^─────────────────┘      blocks refer back to the keyframe, no further
 *   stream A  =     =     =     =     =     =     =     =      in step from the beginning
 *   stream B              a     a     =     =     =     =      joins at the next keyframe; until then, apart
 *   stream C  =     =     =  x  a     a?                       was sent something else, so its history is another one
 * </pre>
 *
 * <p>A keyframe begins without a history, so any stream can be sent it; a stream that was is in step: it can be sent
 * the next batch, and so on, as long as it is sent every one and nothing else. The text of the topic is all that enters
 * here, so no stream's own data shapes what others are sent.
 *
 * <p>A stream in step has no CRC computed: it remembers that of this deflater's text where it has joined, see
 * {@link GzipConnection}.
 */
public final class SharedDeflater {
    private static final int LEVEL = 6;

    private final LaneGzip lane;
    private final CompressorLimit limit;
    private final KeyframeRule rule = new KeyframeRule();
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 crc = new CRC32();

    /** The number of the last batch; only that two are equal, or neighbours, means anything. */
    private int number;

    // The text before and behind the last batch.
    private long positionBefore;
    private int crcBefore;
    private long position;
    private int crcBehind;

    private boolean used;
    private boolean ended;

    private SharedDeflater(LaneGzip lane, CompressorLimit limit) {
        this.lane = lane;
        this.limit = limit;
        lane.counters().addCompressors(1);
    }

    /** Creates a deflater, or returns null if there are as many as there may be. The caller ends it. */
    public static @Nullable SharedDeflater create(LaneGzip lane, CompressorLimit limit) {
        return limit.tryAcquire() ? new SharedDeflater(lane, limit) : null;
    }

    /** Releases its memory. Streams that were in step can still leave it. */
    public void end() {
        if (!ended) {
            ended = true;
            deflater.end();
            limit.release();
            lane.counters().addCompressors(-1);
        }
    }

    /** Returns true if it has compressed anything since the last call. */
    public boolean takeUsed() {
        boolean result = used;
        used = false;
        return result;
    }

    /**
     * Compresses the next batch.
     *
     * @param text from its position to its limit
     * @param events how many events it has
     * @return the batch, which is valid until the lane encodes the next one, of any topic
     */
    public GzipBatch encode(ByteBuffer text, int events) {
        int length = text.remaining();
        boolean isKeyframe = rule.isDue(length);
        if (isKeyframe) {
            deflater.reset();
            lane.counters().countKeyframe();
        }
        used = true;
        rule.onBatch(length, events, isKeyframe);
        number++;
        positionBefore = position;
        crcBefore = crcBehind;
        GzipBatch batch = lane.batch();
        batch.share(this, text, isKeyframe);
        crc.update(batch.text(), 0, length);
        crcBehind = (int) crc.getValue();
        position += length;
        return batch;
    }

    Deflater deflater() {
        return deflater;
    }

    KeyframeRule rule() {
        return rule;
    }

    int number() {
        return number;
    }

    /** Returns the length of the text before the last batch. */
    long positionBefore() {
        return positionBefore;
    }

    int crcBefore() {
        return crcBefore;
    }

    /** Returns the length of the text, the last batch included. */
    long position() {
        return position;
    }

    int crcBehind() {
        return crcBehind;
    }
}
