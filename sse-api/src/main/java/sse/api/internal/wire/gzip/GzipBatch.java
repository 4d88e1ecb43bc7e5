package sse.api.internal.wire.gzip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import sse.api.spi.StreamConnection;

/**
 * The text of one write, in the forms in which gzip streams are sent it. Confined to the lane, which has one; its
 * content is that of the last call that has returned it.
 *
 * <pre>
 *   shared   compressed with a history, for streams in step; the same bytes for all
 *   apart    compressed by itself, or as it is where that is shorter, for streams out of step; made when the first
 *            of them is written, and the same bytes for all
 *   nothing  an empty block: for a heartbeat, so that streams in step stay there
 * </pre>
 */
public final class GzipBatch {
    /** Which streams are sent the text. */
    enum Kind {
        /** The subscribers of a topic, of which some are in step. */
        SHARED,
        /** The subscribers of a topic, none of which is in step. */
        APART,
        /** It is replaced by an empty block. */
        NOTHING
    }

    private static final byte[] NONE = {};
    private static final int NOT_MADE = -1;

    private final LaneGzip lane;
    private Kind kind = Kind.NOTHING;
    private @Nullable SharedDeflater deflater;
    private boolean keyframe;
    private byte[] text = NONE;
    private int textLength;
    private byte[] shared = NONE;
    private int sharedLength;
    private byte[] apart = NONE;
    private int apartLength;

    // Made when they are needed first, for all connections that need them.
    private byte @Nullable [] sharedCopy;
    private byte @Nullable [] apartCopy;
    private boolean hasCrc;
    private int crc;
    private int appending;
    private int joining;

    GzipBatch(LaneGzip lane) {
        this.lane = lane;
    }

    /** Becomes a batch that some streams are sent in step. */
    void share(SharedDeflater by, ByteBuffer from, boolean isKeyframe) {
        begin(Kind.SHARED, from.remaining());
        deflater = by;
        keyframe = isKeyframe;
        take(from);
        shared = LaneGzip.withRoom(shared, LaneGzip.deflatedRoom(textLength));
        sharedLength = LaneGzip.deflate(by.deflater(), text, textLength, shared);
    }

    /** Becomes a batch that no stream is sent in step. */
    void setApart(ByteBuffer from) {
        begin(Kind.APART, from.remaining());
        take(from);
    }

    /** Becomes a batch that decodes to nothing, in place of a text. */
    void setNothing(int length) {
        begin(Kind.NOTHING, length);
    }

    private void begin(Kind begun, int length) {
        kind = begun;
        deflater = null;
        textLength = length;
        apartLength = NOT_MADE;
        sharedCopy = null;
        apartCopy = null;
        hasCrc = false;
        appending = 0;
        joining = 0;
    }

    private void take(ByteBuffer from) {
        text = LaneGzip.withRoom(text, textLength);
        from.get(from.position(), text, 0, textLength);
    }

    /** Releases the memory that is not needed while nothing is compressed. */
    void release() {
        text = NONE;
        shared = NONE;
        apart = NONE;
        sharedCopy = null;
        apartCopy = null;
    }

    /**
     * Writes the batch to a connection.
     *
     * @param to a connection of a stream in this form
     * @return how many bytes of the text it has accepted
     */
    public int writeTo(StreamConnection to) throws IOException {
        return ((GzipConnection) to).write(this);
    }

    Kind kind() {
        return kind;
    }

    /** Returns the deflater, of a shared batch. */
    SharedDeflater deflater() {
        if (deflater == null) {
            throw new IllegalStateException("batch must be shared: " + kind);
        }
        return deflater;
    }

    /** Returns true if the shared form can be sent to any stream. */
    boolean isKeyframe() {
        return keyframe;
    }

    byte[] text() {
        return text;
    }

    int textLength() {
        return textLength;
    }

    /** Returns the shared form, where it is written from. */
    ByteBuffer shared() {
        return lane.load(shared, sharedLength);
    }

    /** Returns the form for streams out of step, where it is written from. */
    ByteBuffer apart() {
        int length = apartLength(); // First: it makes the form.
        return lane.load(apart, length);
    }

    /** Returns the empty block, where it is written from. */
    ByteBuffer nothing() {
        return lane.load(GzipFormat.EMPTY_BLOCK, GzipFormat.EMPTY_BLOCK.length);
    }

    /** Returns how many more bytes a stream out of step is sent. */
    int apartExcess() {
        return apartLength() - sharedLength;
    }

    private int apartLength() {
        if (apartLength == NOT_MADE) {
            makeApart();
        }
        return apartLength;
    }

    private void makeApart() {
        int storedLength = GzipFormat.storedBytes(textLength);
        apart = LaneGzip.withRoom(apart, Math.max(storedLength, LaneGzip.deflatedRoom(textLength)));
        Deflater alone = lane.resetDeflater();
        apartLength = LaneGzip.deflate(alone, text, textLength, apart);
        if (apartLength >= storedLength) {
            GzipFormat.putStored(ByteBuffer.wrap(apart), ByteBuffer.wrap(text, 0, textLength));
            apartLength = storedLength;
        }
    }

    /** Returns a copy of what a connection has begun, for it and all others that have to finish it. */
    byte[] copyOf(boolean isShared) {
        if (kind == Kind.NOTHING) {
            return GzipFormat.EMPTY_BLOCK;
        }
        if (isShared) {
            sharedCopy = sharedCopy == null ? Arrays.copyOf(shared, sharedLength) : sharedCopy;
            return sharedCopy;
        }
        apartCopy = apartCopy == null ? Arrays.copyOf(apart, apartLength) : apartCopy;
        return apartCopy;
    }

    /** Returns the CRC of a text that this one is appended to. */
    int appendTo(int before) {
        if (!hasCrc) {
            hasCrc = true;
            appending = Crc32Combination.factor(textLength);
            crc = kind == Kind.SHARED
                    ? Crc32Combination.multiply(appending, deflater().crcBefore())
                            ^ deflater().crcBehind()
                    : lane.crcOf(text, textLength);
        }
        return Crc32Combination.multiply(appending, before) ^ crc;
    }

    /** Returns the factor by which the CRC of a stream that joins is multiplied. */
    int joiningFactor() {
        if (joining == 0) { // No factor is zero.
            joining = Crc32Combination.factor(-deflater().positionBefore());
        }
        return joining;
    }
}
