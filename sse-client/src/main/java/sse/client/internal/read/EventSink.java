package sse.client.internal.read;

import sse.api.MessageEvent;
import sse.client.SourceEnd;

/**
 * Where the events of a source go. Except for {@link #end}, for use by the source's loop only.
 *
 * <p>A sink that has no demand calls back when it has some again.
 */
public interface EventSink {
    /** Returns true if the sink takes another event. False for good after the end. */
    boolean hasDemand();

    /** Takes an event. Called only if there is demand. */
    void accept(MessageEvent event);

    /** Makes the accepted events available; called when no further event follows at once. */
    void flush();

    /** Ends. Called by any thread, also while another method runs; further calls have no effect. */
    void end(SourceEnd end);
}
