package sse.api.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import sse.api.CloseReason;
import sse.api.StreamRequest;

/** A stream, from its opening to its end. */
@Name("sse.Stream")
@Label("Event Stream")
@Category("Server-Sent Events")
@Description("A stream, from its opening to its end")
@StackTrace(false)
final class StreamEvent extends Event implements JfrEvents.StreamRecord {
    static final EventType TYPE = EventType.getEventType(StreamEvent.class);

    @Label("Path")
    final String path;

    @Label("Remote Address")
    final String remote;

    @Label("Last Event ID")
    final String lastEventId;

    @Label("Close Reason")
    String closeReason = "";

    @Label("Dropped Events")
    long droppedEvents;

    private StreamEvent(StreamRequest request) {
        this.path = request.path();
        this.remote = request.remoteAddress().toString();
        this.lastEventId = request.lastEventId().orElse("");
    }

    static StreamEvent begun(StreamRequest request) {
        StreamEvent event = new StreamEvent(request);
        event.begin();
        return event;
    }

    @Override
    public void end(CloseReason reason, long dropped) {
        closeReason = reason.name();
        droppedEvents = dropped;
        commit();
    }
}
