package sse.api.internal.topic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Frame;
import sse.api.GapPolicy;
import sse.api.LagPolicy;
import sse.api.Subscription;
import sse.api.internal.stream.Follower;
import sse.api.internal.stream.OpenStream;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/** A topic: its log, and its feeds, one for each lane that has subscribers. Thread-safe. */
public final class TopicCore {
    // Immutable after construction.
    private final EventLog log;
    private final CatchUp catchUp;
    private final Habits habits;

    // Written by any thread.
    private final Map<StreamLane, Feed> feedByLane = new ConcurrentHashMap<>();
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private final AtomicInteger subscribers = new AtomicInteger();
    private volatile boolean closed;

    /** What a topic was built with. */
    public record Habits(
            LagPolicy lagPolicy,
            GapPolicy gapPolicy,
            Optional<Event> gapEvent,
            int replayWithoutId,
            List<Consumer<Subscription>> onSubscribe,
            List<Consumer<Subscription>> onUnsubscribe,
            List<ObjLongConsumer<Subscription>> onLoss) {}

    /** Makes a topic over a log. */
    public TopicCore(EventLog log, Habits habits) {
        this.log = log;
        this.catchUp = new EveryEvent(log, habits.lagPolicy());
        this.habits = habits;
    }

    /** Appends events and wakes the lanes. */
    public List<LogEntry> publish(List<Event> events) {
        if (closed) {
            throw new IllegalStateException("topic must be open to publish: it is closed");
        }
        List<LogEntry> entries = log.append(events);
        for (Feed feed : feeds) {
            feed.lane().signal(feed);
        }
        return entries;
    }

    /**
     * Subscribes a stream to topics, to all at the same position. Returns at once; the streams' lane does it.
     *
     * @return the subscriptions, in the order of the topics
     */
    public static List<Subscription> subscribe(EventStream to, List<TopicCore> topics) {
        if (!(to instanceof OpenStream stream)) {
            throw new IllegalArgumentException(
                    "stream must be one that a server opened: " + to.getClass().getName());
        }
        List<Cursor> cursors = topics.stream().map(topic -> new Cursor(stream)).toList();
        stream.lane().execute(() -> {
            for (int i = 0; i < cursors.size(); i++) {
                topics.get(i).begin(cursors.get(i));
            }
        });
        return List.copyOf(cursors);
    }

    private void begin(Cursor cursor) {
        OpenStream stream = cursor.openStream();
        if (stream.isOver() || closed || !cursor.isActive()) {
            cursor.end();
            return;
        }
        Feed feed = feedByLane.computeIfAbsent(stream.lane(), this::newFeed);
        cursor.begin(feed, startOf(stream));
        feed.add(cursor);
        attach(stream, cursor);
        subscribers.incrementAndGet();
        tell(habits.onSubscribe(), cursor);
    }

    private Feed newFeed(StreamLane lane) {
        Feed feed = new Feed(this, lane);
        feeds.add(feed);
        return feed;
    }

    /** The feed has been registered before this looks at the log's head: nothing that is published afterwards is missed. */
    private long startOf(OpenStream stream) {
        Optional<String> lastId = stream.lastEventId();
        if (lastId.isEmpty()) {
            return Math.max(log.tail(), log.head() - habits.replayWithoutId());
        }
        OptionalLong known = log.positionAfter(lastId.get());
        if (known.isPresent()) {
            return known.getAsLong();
        }
        habits.gapEvent().map(Frame::of).ifPresent(stream::append);
        return habits.gapPolicy() == GapPolicy.OLDEST ? log.tail() : log.head();
    }

    private static void attach(OpenStream stream, Cursor cursor) {
        Follower before = stream.follower();
        if (before == null) {
            stream.follow(cursor);
            return;
        }
        Sources sources = before instanceof Joint joint ? joint.sources : new Sources(stream);
        if (before instanceof Cursor first) {
            sources.add(first);
        }
        sources.add(cursor);
        stream.follow(before instanceof Joint ? before : new Merge(stream, sources));
    }

    /** Returns how many streams are subscribed. */
    public int subscribers() {
        return subscribers.get();
    }

    /** Ends every subscription and takes no more events. */
    public void close() {
        closed = true;
        feeds.forEach(feed -> feed.lane().execute(feed::end));
    }

    EventLog log() {
        return log;
    }

    CatchUp catchUp() {
        return catchUp;
    }

    void remove(Feed feed) {
        feedByLane.remove(feed.lane(), feed);
        feeds.remove(feed);
    }

    void unsubscribed(Cursor cursor) {
        subscribers.decrementAndGet();
        tell(habits.onUnsubscribe(), cursor);
    }

    void reportLoss(Cursor cursor, long events) {
        tell(
                habits.onLoss().stream()
                        .<Consumer<Subscription>>map(listener -> subscription -> listener.accept(subscription, events))
                        .toList(),
                cursor);
    }

    private static void tell(List<Consumer<Subscription>> listeners, Cursor cursor) {
        if (!listeners.isEmpty()) {
            cursor.openStream()
                    .runUserCode(
                            "a topic's listener threw", () -> listeners.forEach(listener -> listener.accept(cursor)));
        }
    }
}
