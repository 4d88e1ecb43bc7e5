package sse.api.internal.access;

import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates a frame of bytes that are encoded already, without a copy. Does not name the type of frames, whose package
 * depends on this one.
 */
public final class FrameAccess {

    // Written by the initializer of Frame, read after it.
    private static @Nullable Function<byte[], ?> fromBytes;

    private FrameAccess() {}

    /** Sets the conversion. For the initializer of frames. */
    public static void set(Function<byte[], ?> conversion) {
        fromBytes = conversion;
    }

    /**
     * Returns the conversion, after frames are initialized. The caller does not change the bytes of a frame that other
     * threads see.
     *
     * @param frames the type of frames
     */
    @SuppressWarnings("unchecked") // It is set by that type.
    public static <F> Function<byte[], F> get(Class<F> frames) {
        try {
            MethodHandles.lookup().ensureInitialized(frames);
        } catch (IllegalAccessException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        return (Function<byte[], F>) Objects.requireNonNull(fromBytes, "fromBytes");
    }
}
