package sse.api.internal.topic;

import java.util.ArrayList;
import java.util.List;
import sse.api.Event;
import sse.api.Snapshot;
import sse.api.spi.Frame;

/**
 * A snapshot, and its frames for streams that are subscribed to its topic only: the last one has the id.
 *
 * @param snapshot the snapshot
 * @param frames its frames, shared by all streams that wait for it
 */
record TakenSnapshot(Snapshot snapshot, List<Frame> frames) {
    /** Encodes a snapshot. */
    static TakenSnapshot of(Snapshot snapshot) {
        List<Frame> frames = new ArrayList<>(snapshot.events().size());
        for (int i = 0; i < snapshot.events().size(); i++) {
            Event event = snapshot.events().get(i);
            boolean isLast = i == snapshot.events().size() - 1;
            frames.add(Frame.of(isLast ? event.withId(snapshot.upToId()) : event));
        }
        return new TakenSnapshot(snapshot, List.copyOf(frames));
    }
}
