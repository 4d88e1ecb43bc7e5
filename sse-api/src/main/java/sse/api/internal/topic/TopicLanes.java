package sse.api.internal.topic;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import sse.api.internal.executor.OrderedNotifier;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamLane;

/** A topic's subscribers, on each lane that has any. Thread-safe. */
final class TopicLanes {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final TopicCore topic;

    // Written by any lane, each its own entry.
    private final Map<StreamLane, LaneSubscribers> subscribersByLane = new ConcurrentHashMap<>();
    private final List<LaneSubscribers> lanes = new CopyOnWriteArrayList<>();

    TopicLanes(TopicCore topic) {
        this.topic = topic;
    }

    /** Returns the subscribers on a stream's lane, and creates them if there are none. On the lane. */
    LaneSubscribers of(ServerEventStream stream) {
        return subscribersByLane.computeIfAbsent(stream.lane(), lane -> add(lane, stream));
    }

    /** The streams of a lane belong to one server: any of them knows its executor. */
    private LaneSubscribers add(StreamLane lane, ServerEventStream stream) {
        LaneSubscribers onLane = new LaneSubscribers(topic, lane, new OrderedNotifier(stream.closeExecutor()));
        lanes.add(onLane);
        try {
            onLane.start();
        } catch (Exception | Error failure) {
            lanes.remove(onLane);
            throw failure;
        }
        return onLane;
    }

    void remove(LaneSubscribers onLane) {
        subscribersByLane.remove(onLane.lane(), onLane);
        lanes.remove(onLane);
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    void signal() {
        for (LaneSubscribers onLane : lanes) {
            onLane.lane().signal(onLane);
        }
    }

    /** Returns the position from which a lane needs the log, or a position if that is before it. */
    long retainFrom(long atMost) {
        long from = atMost;
        for (LaneSubscribers onLane : lanes) {
            from = Math.min(from, onLane.progress().readByAll());
        }
        return from;
    }

    /** Returns the position up to which all subscribers that keep up have read, or a position if that is before it. */
    long readByHealthy(long atMost) {
        long read = atMost;
        for (LaneSubscribers onLane : lanes) {
            read = Math.min(read, onLane.progress().readByHealthy());
        }
        return read;
    }

    /** Has every subscription end, each on its lane. */
    void onTopicClosed() {
        lanes.forEach(onLane -> onLane.lane().execute(onLane::onTopicClosed));
    }

    /** Closes every stream that is subscribed, each on its lane. A lane whose server has ended has none. */
    void closeStreams() {
        for (LaneSubscribers onLane : lanes) {
            try {
                onLane.lane().execute(() -> onLane.tables().closeStreams());
            } catch (Exception | Error rejected) {
                LOG.log(System.Logger.Level.DEBUG, "event loop rejected the end of a run's streams", rejected);
            }
        }
    }
}
