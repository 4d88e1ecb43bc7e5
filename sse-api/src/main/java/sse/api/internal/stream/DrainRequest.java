package sse.api.internal.stream;

import java.util.List;
import java.util.function.BooleanSupplier;
import sse.api.spi.Frame;

/** How a stream that may follow something ends: not before it has what was there. Confined to the stream's lane. */
final class DrainRequest {
    private final List<Frame> last;
    private BooleanSupplier due = () -> false;

    /**
     * Makes one that is not due yet.
     *
     * @param last what is sent then
     */
    DrainRequest(List<Frame> last) {
        this.last = last;
    }

    /** Says when the stream has what was there. */
    void becomesDue(BooleanSupplier when) {
        due = when;
    }

    boolean isDue() {
        return due.getAsBoolean();
    }

    List<Frame> last() {
        return last;
    }
}
