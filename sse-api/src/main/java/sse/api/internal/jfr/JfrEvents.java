package sse.api.internal.jfr;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.StreamRequest;

/**
 * The events of JDK Flight Recorder, which a runtime may lack: nothing here mentions a class of {@code jdk.jfr} where
 * it would be loaded without it. While nobody records, each method is one look at a flag.
 */
public final class JfrEvents {
    private static final boolean PRESENT = ModuleLayer.boot()
            .findModule("jdk.jfr")
            .filter(JfrEvents.class.getModule()::canRead)
            .isPresent();

    private JfrEvents() {}

    /** A stream that is being recorded. */
    public interface StreamRecord {
        /** Ends the record. */
        void end(CloseReason reason, long droppedEvents);
    }

    /** A lane's turn that is being recorded. */
    public interface LaneRunRecord {
        /** Ends the record. */
        void end(Duration waited, int members);
    }

    /** Begins to record a stream, if anybody wants that. */
    public static @Nullable StreamRecord beginStream(StreamRequest request) {
        return PRESENT && StreamEvent.TYPE.isEnabled() ? StreamEvent.begun(request) : null;
    }

    /** Begins to record a turn, if anybody wants that. */
    public static @Nullable LaneRunRecord beginLaneRun() {
        return PRESENT && LaneTurnEvent.TYPE.isEnabled() ? LaneTurnEvent.begun() : null;
    }

    /** Records that a request for a stream was turned away, if anybody wants that. */
    public static void shed(StreamRequest request) {
        if (PRESENT && ShedEvent.TYPE.isEnabled()) {
            ShedEvent.occurred(request);
        }
    }
}
