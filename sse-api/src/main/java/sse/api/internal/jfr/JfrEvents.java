package sse.api.internal.jfr;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.StreamRequest;

/**
 * Emits events for JDK Flight Recorder, which a runtime may lack: no class of {@code jdk.jfr} is loaded without it.
 * While an event is disabled, its method reads a flag and does nothing else.
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

    /** A lane's run that is being recorded. */
    public interface LaneRunRecord {
        /** Sets how many bytes were compressed, and what they have become. */
        void setCompression(long bytesBefore, long bytesAfter);

        /** Ends the record. */
        void end(Duration queueDelay, int members);
    }

    /** Begins to record a stream; returns null if such events are disabled. */
    public static @Nullable StreamRecord beginStream(StreamRequest request) {
        return PRESENT && StreamEvent.TYPE.isEnabled() ? StreamEvent.begun(request) : null;
    }

    /** Begins to record a run of a lane; returns null if such events are disabled. */
    public static @Nullable LaneRunRecord beginLaneRun() {
        return PRESENT && LaneRunEvent.TYPE.isEnabled() ? LaneRunEvent.begun() : null;
    }

    /** Records that a request for a stream was shed, if such events are enabled. */
    public static void shed(StreamRequest request) {
        if (PRESENT && ShedEvent.TYPE.isEnabled()) {
            ShedEvent.occurred(request);
        }
    }
}
