package sse.api.internal.stream;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.spi.Frame;

/** The last event of a stream whose code has failed. */
final class ErrorEvent {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private ErrorEvent() {}

    /**
     * Calls the function of the options, on the calling thread.
     *
     * @param what what failed, for a failure that threw nothing
     * @return the event; empty if the options have no function, or it fails
     */
    static Optional<Frame> frame(StreamContext context, String what, @Nullable Throwable failure) {
        Function<? super Throwable, Event> function =
                context.options().errorEvent().orElse(null);
        if (function == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Frame.of(function.apply(failure == null ? new IllegalStateException(what) : failure)));
        } catch (Exception | Error failed) {
            LOG.log(System.Logger.Level.ERROR, "errorEvent function of " + context.path() + " failed", failed);
            return Optional.empty();
        }
    }
}
