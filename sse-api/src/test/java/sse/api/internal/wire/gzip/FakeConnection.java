package sse.api.internal.wire.gzip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import sse.api.spi.StreamConnection;

/** A connection that accepts as much as a test lets it. */
final class FakeConnection implements StreamConnection {
    final GzipReader reader = new GzipReader();
    private final IntUnaryOperator room;
    int writes;
    int abandoned;
    boolean finished;
    boolean truncated;
    boolean aborted;
    boolean noticesPeerEnd;
    boolean stalled = true;

    /** Creates it with a function that returns how many bytes of so many it accepts. */
    FakeConnection(IntUnaryOperator room) {
        this.room = room;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        writes++;
        byte[] taken = new byte[Math.min(bytes.remaining(), room.applyAsInt(bytes.remaining()))];
        bytes.get(taken);
        reader.receive(taken);
        return taken.length;
    }

    @Override
    public void abandonRest() {
        abandoned++;
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public void truncate() {
        truncated = true;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public boolean noticesPeerEnd() {
        return noticesPeerEnd;
    }

    @Override
    public boolean isStalled() {
        return stalled;
    }
}
