package sse.benchmarks.encoding;

import io.ktor.utils.io.ByteWriteChannel;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlinx.io.Buffer;
import kotlinx.io.Sink;
import kotlinx.io.SourcesKt;
import org.jspecify.annotations.Nullable;

/** Keeps what is written to it in Ktor's own buffer, whose segments are pooled. For use by one thread. */
final class MemoryWriteChannel implements ByteWriteChannel {

    private final Buffer buffer = new Buffer();

    /** Forgets what was written. */
    void reset() {
        buffer.clear();
    }

    int size() {
        return (int) buffer.getSize();
    }

    byte[] toByteArray() {
        return SourcesKt.readByteArray(buffer);
    }

    @Override
    public Sink getWriteBuffer() {
        return buffer;
    }

    @Override
    public boolean isClosedForWrite() {
        return false;
    }

    @Override
    public @Nullable Throwable getClosedCause() {
        return null;
    }

    @Override
    public Object flush(Continuation<? super Unit> caller) {
        return Unit.INSTANCE;
    }

    @Override
    public Object flushAndClose(Continuation<? super Unit> caller) {
        return Unit.INSTANCE;
    }

    @Override
    public void cancel(@Nullable Throwable cause) {}
}
