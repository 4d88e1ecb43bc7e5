package sse.api.internal.wire.gzip;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sse.api.spi.StreamConnection;

/**
 * The connection of a stream that is sent in the gzip format. Confined to the lane. It takes a text, as every
 * connection does, and reports how much of the text was accepted; what it passes on is compressed.
 *
 * <pre>
 *                     a keyframe                      something else, or a batch missed
 *   OUT OF STEP ─────────────────────> IN STEP ──────────────────────────────────────> OUT OF STEP
 *     each text by itself       the batches of a deflater, as all others in step
 *
 *   from each of them ── complete: the last block, CRC and length ──> COMPLETED
 * </pre>
 *
 * <p><b>A text is encoded once.</b> When the connection below accepts a part of an encoded text, the rest is kept and
 * sent first, and one byte of the text counts as not accepted until then. So the stream is blocked, its queue holds a
 * frame that has begun, and all that waits for such a frame waits for the rest.
 *
 * <p><b>The CRC of a stream in step costs nothing.</b> With {@code R(p)} for the CRC of the deflater's text up to
 * position {@code p}, a stream with the CRC {@code c} that joins at {@code p} and leaves at {@code q} then has the CRC
 * {@code (c + R(p)) * x^(8(q-p)) + R(q)}. It keeps {@code (c + R(p)) * x^(-8p)}, and no position. See
 * {@link Crc32Combination}.
 *
 * <p>A field more is memory of every stream: there are eight, of 32 bytes.
 */
public final class GzipConnection implements StreamConnection {
    private static final int COMPLETED = -1;
    private static final byte[] NONE = {};

    // Immutable after construction.
    private final StreamConnection connection;
    private final LaneGzip lane;

    // Confined to the lane.
    /** The deflater with which the stream is in step, or null. */
    private @Nullable SharedDeflater deflater;

    /** The number of the last batch, in step; {@code COMPLETED} after the end. */
    private int lastBatch;

    /** The CRC-32 of what was sent; in step, with {@code R(p)} added, and moved back by {@code p} bytes. */
    private int crc;

    /** The length of what was sent, modulo 2^32; in step, less {@code p}. */
    private int length;

    /** What is sent before anything else, or null. */
    private byte @Nullable [] rest = GzipFormat.HEAD;

    /** How many bytes of the rest were sent. Negative, as a complement, if some were since the last check. */
    private int restSent;

    /** Creates it. The first bytes of the format are sent with the first write. */
    public GzipConnection(StreamConnection connection, LaneGzip lane) {
        this.connection = connection;
        this.lane = lane;
    }

    /** Writes a text of this stream alone, which is not compressed. */
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int start = bytes.position();
        int end = bytes.limit();
        int accepted = 0;
        if (rest != null && !isAtHead()) {
            if (!flushRest()) {
                return 0;
            }
            accepted = 1;
            bytes.position(start + 1);
        }
        if (bytes.hasRemaining()) {
            accepted += writeStored(bytes);
        } else if (rest != null) {
            flushRest();
        }
        bytes.limit(end).position(start + accepted);
        return accepted;
    }

    private int writeStored(ByteBuffer bytes) throws IOException {
        leave();
        int textLength = bytes.remaining();
        crc = Crc32Combination.combine(crc, lane.crcOf(bytes), textLength);
        length += textLength;
        byte[] head = rest == null ? NONE : rest;
        ByteBuffer composed = lane.compose(head.length + GzipFormat.storedBytes(textLength));
        composed.put(head, sentOfRest(), head.length - sentOfRest());
        GzipFormat.putStored(composed, bytes);
        int encoded = composed.position();
        lane.counters().countEncoded(textLength, encoded);
        ByteBuffer loaded = lane.loadComposed(encoded);
        int taken = send(loaded);
        return taken == encoded ? accept(textLength) : keep(lane.copyOfComposed(encoded), taken, textLength);
    }

    /** Writes a text that several streams are sent. Nothing that was begun is to be sent before. */
    int write(GzipBatch batch) throws IOException {
        if (rest != null && !flushRest()) {
            return 0;
        }
        boolean inStep = batch.kind() == GzipBatch.Kind.SHARED && joins(batch);
        ByteBuffer bytes =
                switch (batch.kind()) {
                    case NOTHING -> batch.nothing();
                    case APART -> apart(batch);
                    case SHARED -> inStep ? shared(batch) : apart(batch);
                };
        int encoded = bytes.remaining();
        lane.counters().countEncoded(batch.kind() == GzipBatch.Kind.NOTHING ? 0 : batch.textLength(), encoded);
        int taken = send(bytes);
        return taken == encoded ? accept(batch.textLength()) : keep(batch.copyOf(inStep), taken, batch.textLength());
    }

    /** Returns true if the stream is in step with a batch; joins if it is a keyframe. */
    private boolean joins(GzipBatch batch) {
        SharedDeflater by = batch.deflater();
        if (deflater == by && lastBatch == by.number() - 1) {
            return true;
        }
        leave();
        if (!batch.isKeyframe()) {
            return false;
        }
        deflater = by;
        crc = Crc32Combination.multiply(batch.joiningFactor(), crc ^ by.crcBefore());
        length -= (int) by.positionBefore();
        return true;
    }

    private ByteBuffer shared(GzipBatch batch) {
        lastBatch = batch.deflater().number();
        batch.deflater().rule().onSentInStep();
        return batch.shared();
    }

    private ByteBuffer apart(GzipBatch batch) {
        leave();
        crc = batch.appendTo(crc);
        length += batch.textLength();
        if (batch.kind() == GzipBatch.Kind.SHARED) {
            batch.deflater().rule().onSentApart(batch.apartExcess());
        }
        return batch.apart();
    }

    /**
     * Leaves the step: what follows is not the next batch. Called before a batch is missed, or while it is the last.
     */
    public void leave() {
        SharedDeflater left = deflater;
        if (left == null) {
            return;
        }
        boolean hasLast = lastBatch == left.number();
        if (!hasLast && lastBatch != left.number() - 1) {
            throw new IllegalStateException("stream must have been sent the last batch or the one before");
        }
        long position = hasLast ? left.position() : left.positionBefore();
        int crcThere = hasLast ? left.crcBehind() : left.crcBefore();
        crc = Crc32Combination.combine(crc, crcThere, position);
        length += (int) position;
        lastBatch = 0;
        deflater = null;
    }

    private int send(ByteBuffer bytes) throws IOException {
        int taken = connection.write(bytes);
        lane.counters().countSent(taken);
        return taken;
    }

    private int accept(int textLength) {
        rest = null;
        restSent = 0;
        return textLength;
    }

    /** Keeps the rest. It is sent even if nothing was accepted: a connection may have announced its length. */
    private int keep(byte[] kept, int sent, int textLength) {
        rest = kept;
        restSent = sent > 0 ? ~sent : 0;
        return textLength - 1;
    }

    private int sentOfRest() {
        return restSent < 0 ? ~restSent : restSent;
    }

    @SuppressWarnings("ReferenceEquality") // Any other array is what a text was encoded to.
    private boolean isAtHead() {
        return rest == GzipFormat.HEAD;
    }

    /** Sends what was begun. Returns true if nothing of it is left. */
    private boolean flushRest() throws IOException {
        byte[] kept = rest;
        if (kept == null) {
            return true;
        }
        int sent = sentOfRest();
        int taken = send(ByteBuffer.wrap(kept, sent, kept.length - sent));
        if (taken > 0) {
            restSent = ~(sent + taken);
        }
        if (sent + taken < kept.length) {
            return false;
        }
        rest = null;
        restSent = 0;
        return true;
    }

    /**
     * Sends the end of the format, behind everything else. Called again until it returns true, when the connection is
     * writable.
     *
     * @return true if it was accepted
     */
    public boolean complete() throws IOException {
        leave();
        if (lastBatch != COMPLETED) {
            byte[] head = rest == null ? NONE : rest;
            int headLength = head.length - sentOfRest();
            ByteBuffer end = ByteBuffer.allocate(headLength + GzipFormat.END_BYTES);
            GzipFormat.putEnd(end.put(head, sentOfRest(), headLength), crc, length);
            rest = end.array();
            restSent = 0;
            lastBatch = COMPLETED;
        }
        return flushRest();
    }

    /** Passes it on, unless what was announced follows. */
    @Override
    public void abandonRest() {
        if (rest == null) {
            connection.abandonRest();
        }
    }

    @Override
    public void finish() {
        connection.finish();
    }

    @Override
    public void truncate() {
        connection.truncate();
    }

    @Override
    public void abort() {
        connection.abort();
    }

    @Override
    public boolean isStalled() {
        if (restSent < 0) {
            restSent = ~restSent;
            return false;
        }
        return connection.isStalled();
    }

    @Override
    public boolean noticesPeerEnd() {
        return connection.noticesPeerEnd();
    }
}
