package sse.api.internal.stream;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.internal.wire.FrameBatch;
import sse.api.internal.wire.WireForm;
import sse.api.internal.wire.gzip.GzipConnection;
import sse.api.internal.wire.gzip.SharedDeflater;
import sse.api.spi.StreamConnection;

/**
 * The connection of a stream, and the form of what is written to it. Confined to the lane. A superclass for the reason
 * that {@link StreamWriter} has; a stream that is not compressed holds nothing for one that is.
 */
abstract class WireStream extends LaneMember {
    // Immutable after construction.
    final StreamLane lane;
    final StreamContext context;

    // Confined to the lane.
    private @Nullable StreamConnection connection;

    WireStream(StreamLane lane, StreamContext context) {
        this.lane = lane;
        this.context = context;
    }

    /** Returns the lane of the stream. */
    public final StreamLane lane() {
        return lane;
    }

    /** Returns the form in which frames are written to this stream. */
    public final WireForm wireForm() {
        return context.wire().form();
    }

    final void setConnection(StreamConnection opened) {
        connection = isCompressed() ? new GzipConnection(opened, lane.gzip()) : opened;
    }

    final StreamConnection connection() {
        return Objects.requireNonNull(connection);
    }

    /**
     * Notes that the stream is not written what the other subscribers of its topic are written next. Called before that
     * is encoded, or while it is the last that was.
     */
    public final void leaveStep() {
        if (isCompressed()) {
            gzip().leave();
        }
    }

    /** Returns a deflater for this stream and others of its server and lane, or null if there are enough. */
    public final @Nullable SharedDeflater newDeflater() {
        return SharedDeflater.create(lane.gzip(), context.wire().compressors());
    }

    /** Has an empty block written in place of a comment that is a heartbeat, so that the stream stays in step. */
    final void encodeHeartbeat(FrameBatch batch) {
        if (isCompressed() && batch.isOnly(context.controlFrames().heartbeatComment())) {
            batch.encode(lane.gzip().encodeNothing(batch.length()));
        }
    }

    /** Has a batch compressed that has nothing made for this stream. */
    final void encodeApart(FrameBatch batch) {
        if (isCompressed()) {
            batch.encode(lane.gzip().encodeApart(batch.bytes()));
        }
    }

    /** Counts bytes that the connection has accepted, unless those are counted that they were compressed to. */
    final void countSentBytes(int accepted) {
        if (!isCompressed()) {
            lane.counters().countSentBytes(accepted);
        }
    }

    /** Sends the end of the form, behind everything else. Returns false if it is to be called again. */
    final boolean completeForm() throws IOException {
        return !isCompressed() || gzip().complete();
    }

    private boolean isCompressed() {
        return wireForm() == WireForm.GZIP;
    }

    private GzipConnection gzip() {
        return (GzipConnection) connection(); // As the form says.
    }
}
