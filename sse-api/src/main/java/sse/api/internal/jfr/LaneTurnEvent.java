package sse.api.internal.jfr;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** A turn of a lane that took long: its streams waited for it meanwhile. */
@Name("sse.LaneTurn")
@Label("Lane Turn")
@Category("Server-Sent Events")
@Description("A turn of a lane, in which it writes to the streams that have something to send")
@Threshold("10 ms")
@StackTrace(false)
final class LaneTurnEvent extends Event implements JfrEvents.LaneRunRecord {
    static final EventType TYPE = EventType.getEventType(LaneTurnEvent.class);

    @Label("Waited")
    @Description("From the signal that asked for the turn to its beginning")
    @Timespan(Timespan.NANOSECONDS)
    long waited;

    @Label("Members")
    @Description("Streams and topics that had something to do")
    int members;

    private LaneTurnEvent() {}

    static LaneTurnEvent begun() {
        LaneTurnEvent event = new LaneTurnEvent();
        event.begin();
        return event;
    }

    @Override
    public void end(Duration waitedBefore, int membersServed) {
        waited = waitedBefore.toNanos();
        members = membersServed;
        commit();
    }
}
