package sse.api.internal.stream;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** What a stream sends besides its outbox, when that is empty. Confined to the stream's lane. */
public interface FrameSource {
    /**
     * Composes what comes next, as much as fits.
     *
     * @return false if there is nothing now
     */
    boolean compose(ByteBuffer target);

    /** Says how many of the bytes composed last have been taken. */
    void taken(int bytes);

    /** Returns what says whether everything that is there now has been composed and taken. */
    BooleanSupplier untilNow();

    /** Says that the stream is over. */
    void left();
}
