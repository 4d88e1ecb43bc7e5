package sse.api.internal.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.Subscription;
import sse.api.Ticker;
import sse.api.internal.executor.OrderedNotifier;
import sse.api.internal.history.CompactedEntries;
import sse.api.internal.history.CompactedLog;
import sse.api.internal.history.Retention;
import sse.api.internal.history.RingLog;
import sse.api.internal.history.Sequence;
import sse.api.internal.stream.FrameSource;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.EventLog;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

/**
 * A topic: its log, and its feeds, one for each lane that has subscribers. Thread-safe.
 *
 * <p>A topic without history still has a log, because publishing waits for no lane. What every lane has read is
 * forgotten then: a feed is known to publishers before it looks at the log's head, and says what it still needs; and so
 * do {@link PendingSubscriptions} of a subscriber that is on its way to its feed.
 */
public final class TopicCore {
    // Immutable after construction.
    private final EventLog log;
    private final CatchUpReader catchUp;
    private final TopicConfig config;

    /** What holds events only until every lane has read them, if that is how this topic holds them. */
    private final Optional<RingLog> passing;

    // Written by any thread.
    private final Map<StreamLane, LaneSubscribers> feedByLane = new ConcurrentHashMap<>();
    private final List<LaneSubscribers> feeds = new CopyOnWriteArrayList<>();
    private final PendingSubscriptions arrivals = new PendingSubscriptions();
    private final DecodedEventCache recentEvents = new DecodedEventCache();
    private final AtomicInteger subscribers = new AtomicInteger();
    private volatile boolean closed;

    private TopicCore(EventLog log, Optional<RingLog> passing, CatchUpReader catchUp, TopicConfig config) {
        this.log = log;
        this.passing = passing;
        this.catchUp = catchUp;
        this.config = config;
    }

    /** Makes a topic over a log. */
    public static TopicCore over(EventLog log, TopicConfig config) {
        return new TopicCore(log, Optional.empty(), new FullReplay(log, config.lagPolicy()), config);
    }

    /** Makes a topic that holds an event only until every lane has read it. */
    public static TopicCore withoutHistory(Ticker ticker, TopicConfig config) {
        RingLog log = new RingLog(Sequence.ofProcess(), Retention.UNTIL_READ, ticker);
        return new TopicCore(log, Optional.of(log), new FullReplay(log, config.lagPolicy()), config);
    }

    /** Which event is the newest of what, and how much of that is held. */
    public record State(Function<? super Event, String> key, int mostKeys, long mostBytes) {}

    /** Makes a topic whose subscribers need only the newest event of each key. */
    public static TopicCore ofState(State state, Ticker ticker, TopicConfig config) {
        RingLog live = new RingLog(Sequence.ofProcess(), Retention.UNTIL_READ, ticker);
        CompactedEntries newest = new CompactedEntries(state.mostKeys(), state.mostBytes());
        CompactedLog log = new CompactedLog(Sequence.ofProcess(), state.key(), live, newest);
        CatchUpReader catchUp = new CompactedReplay(newest, config.gapEvent().map(Frame::of));
        return new TopicCore(log, Optional.of(live), catchUp, config);
    }

    /** Appends events and wakes the lanes. */
    public List<LogEntry> publish(List<Event> events) {
        if (closed) {
            throw new IllegalStateException("topic must be open to publish: it is closed");
        }
        List<LogEntry> entries = log.append(events);
        for (LaneSubscribers feed : feeds) {
            feed.lane().signal(feed);
        }
        if (feeds.isEmpty()) {
            forgetRead();
        }
        return entries;
    }

    /**
     * Forgets what every lane has read, unless it is to be kept. A feed that comes after the head has been looked at
     * begins behind it.
     */
    void forgetRead() {
        if (passing.isPresent()) {
            // Who arrives is looked at first: it is gone from there only once its feed says what it needs.
            long read = arrivals.oldest(log);
            for (LaneSubscribers feed : feeds) {
                read = Math.min(read, feed.needed());
            }
            passing.get().forgetBefore(read);
        }
    }

    /**
     * Subscribes a stream to topics, to all at the same position. Returns at once; the streams' lane does it.
     *
     * @param view what the stream gets in the place of an event; without one it gets every event as it is
     * @return the subscriptions, in the order of the topics
     */
    public static List<Subscription> subscribe(
            EventStream to, List<TopicCore> topics, Optional<Function<? super Event, Optional<Event>>> view) {
        if (!(to instanceof ServerEventStream stream)) {
            throw new IllegalArgumentException(
                    "stream must be one that a server opened: " + to.getClass().getName());
        }
        List<TopicSubscription> cursors = new ArrayList<>(topics.size());
        try {
            for (TopicCore topic : topics) {
                cursors.add(topic.arrive(stream, view.map(EventTransform::new).orElse(null)));
            }
            stream.lane().execute(() -> begin(stream, topics, cursors));
        } catch (Exception | Error failure) {
            haveArrived(topics, cursors);
            throw failure;
        }
        return List.copyOf(cursors);
    }

    /** Makes a cursor. What is published from now on is its stream's, also before the lane comes to it. */
    private TopicSubscription arrive(ServerEventStream stream, @Nullable EventTransform view) {
        return isWithoutHistory() ? arrivals.add(stream, view, log) : new TopicSubscription(stream, view, log.head());
    }

    private static void begin(ServerEventStream stream, List<TopicCore> topics, List<TopicSubscription> cursors) {
        boolean followsNothing = stream.follower() == null;
        boolean knowsItsPlace = true;
        try {
            for (int i = 0; i < cursors.size(); i++) {
                knowsItsPlace &= topics.get(i).begin(cursors.get(i));
            }
            if (followsNothing && !knowsItsPlace) {
                ResumePoint.tell(stream, cursors);
            }
        } catch (Exception | Error failure) {
            stream.fail("a topic's log threw", failure);
            cursors.forEach(TopicSubscription::end);
        } finally {
            haveArrived(topics, cursors);
        }
    }

    /** From now on their feeds hold what they need. */
    private static void haveArrived(List<TopicCore> topics, List<TopicSubscription> cursors) {
        for (int i = 0; i < cursors.size(); i++) {
            TopicCore topic = topics.get(i);
            if (topic.arrivals.remove(cursors.get(i))) {
                topic.forgetRead();
            }
        }
    }

    /** Returns whether it begins where the client's last event id says. */
    private boolean begin(TopicSubscription cursor) {
        ServerEventStream stream = cursor.openStream();
        if (stream.isOver() || closed || !cursor.isActive()) {
            cursor.end();
            return true;
        }
        LaneSubscribers feed = feedByLane.computeIfAbsent(stream.lane(), lane -> newFeed(lane, stream));
        // The feed has been registered before this looks at the log: nothing that is published afterwards is missed.
        boolean resumes;
        long start;
        try {
            OptionalLong known = stream.lastEventId().map(log::positionAfter).orElse(OptionalLong.empty());
            resumes = known.isPresent() && (known.getAsLong() >= cursor.position() || feed.holds(known.getAsLong()));
            start = resumes ? known.getAsLong() : startOf(stream, cursor.position());
        } catch (Exception | Error failure) {
            feed.leaveIfUnused();
            throw failure;
        }
        cursor.begin(feed, start, !resumes && start < cursor.position());
        feed.add(cursor);
        attach(stream, cursor);
        subscribers.incrementAndGet();
        feed.listenerCalls().notify("topic listener", config.onSubscribe(), listener -> listener.accept(cursor));
        if (closed) {
            cursor.end(); // It was open before the feed was there to be told.
        }
        return resumes;
    }

    /** The streams of a lane are of one server: any of them knows what runs user code. */
    private LaneSubscribers newFeed(StreamLane lane, ServerEventStream stream) {
        LaneSubscribers feed = new LaneSubscribers(this, lane, new OrderedNotifier(stream.closeExecutor()));
        feeds.add(feed);
        try {
            feed.begin();
        } catch (Exception | Error failure) {
            feeds.remove(feed);
            throw failure;
        }
        return feed;
    }

    /** Returns where a client begins that does not say where, or says what is not known. */
    private long startOf(ServerEventStream stream, long now) {
        if (stream.lastEventId().isEmpty()) {
            // Not behind now: what has been published since, and is no more, is lost.
            return Math.min(now, Math.max(log.tail(), now - config.replayOnSubscribe()));
        }
        config.gapEvent().map(Frame::of).ifPresent(stream::append);
        return config.gapPolicy() == GapPolicy.OLDEST ? log.tail() : now;
    }

    private static void attach(ServerEventStream stream, TopicSubscription cursor) {
        FrameSource before = stream.follower();
        if (before == null && !cursor.hasView()) {
            stream.follow(cursor);
            return;
        }
        MergeSources sources = before instanceof StreamSubscriptions joint ? joint.sources : new MergeSources(stream);
        if (before instanceof TopicSubscription first) {
            sources.add(first);
        }
        sources.add(cursor);
        if (cursor.hasView() && !(before instanceof TransformReader)) {
            stream.follow(new TransformReader(stream, sources));
        } else {
            stream.follow(before instanceof StreamSubscriptions ? before : new MergeReader(stream, sources));
        }
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

    /**
     * Says whether a cursor cannot begin before where it arrived or its lane is, because what comes before may be
     * forgotten at any moment.
     */
    boolean isWithoutHistory() {
        return passing.isPresent() && passing.get() == log;
    }

    /** Returns an entry's event, for a view to look at. */
    Event eventOf(LogEntry entry) {
        return recentEvents.of(entry);
    }

    CatchUpReader catchUp() {
        return catchUp;
    }

    void remove(LaneSubscribers feed) {
        feedByLane.remove(feed.lane(), feed);
        feeds.remove(feed);
        forgetRead();
    }

    void unsubscribed(TopicSubscription cursor) {
        subscribers.decrementAndGet();
        cursor.feed()
                .listenerCalls()
                .notify("topic listener", config.onUnsubscribe(), listener -> listener.accept(cursor));
    }

    void reportLoss(TopicSubscription cursor, long events) {
        List<Consumer<Subscription>> listeners = config.onLoss().stream()
                .<Consumer<Subscription>>map(listener -> subscription -> listener.accept(subscription, events))
                .toList();
        cursor.feed().listenerCalls().notify("topic listener", listeners, listener -> listener.accept(cursor));
    }
}
