package sse.api.internal.jfr;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** A run of a lane that took long and delayed the streams on it. */
@Name("sse.LaneRun")
@Label("Lane Run")
@Category("Server-Sent Events")
@Description("A run of a lane, in which it writes to the streams that have frames to send")
@Threshold("10 ms")
@StackTrace(false)
final class LaneRunEvent extends Event implements JfrEvents.LaneRunRecord {
    static final EventType TYPE = EventType.getEventType(LaneRunEvent.class);

    @Label("Queue Delay")
    @Description("Time from the first signal to the start of the run")
    @Timespan(Timespan.NANOSECONDS)
    long queueDelay;

    @Label("Members")
    @Description("Streams and topics that were signalled")
    int members;

    @Label("Bytes Before Compression")
    @Description("Bytes that compressed streams were sent, as they were before the compression")
    @DataAmount
    long bytesBeforeCompression;

    @Label("Bytes After Compression")
    @Description("Bytes that compressed streams were sent")
    @DataAmount
    long bytesAfterCompression;

    private LaneRunEvent() {}

    static LaneRunEvent begun() {
        LaneRunEvent event = new LaneRunEvent();
        event.begin();
        return event;
    }

    @Override
    public void setCompression(long bytesBefore, long bytesAfter) {
        bytesBeforeCompression = bytesBefore;
        bytesAfterCompression = bytesAfter;
    }

    @Override
    public void end(Duration delay, int membersRun) {
        queueDelay = delay.toNanos();
        members = membersRun;
        commit();
    }
}
