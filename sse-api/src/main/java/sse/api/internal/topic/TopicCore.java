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
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Frame;
import sse.api.GapPolicy;
import sse.api.LagPolicy;
import sse.api.Subscription;
import sse.api.Ticker;
import sse.api.internal.stream.Follower;
import sse.api.internal.stream.OpenStream;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/**
 * A topic: its log, and its feeds, one for each lane that has subscribers. Thread-safe.
 *
 * <p>A topic without history still has a log, because publishing waits for no lane. What every lane has read is
 * forgotten then: a feed is known to publishers before it looks at the log's head, and says what it still needs; and so
 * do {@link Arrivals} of a subscriber that is on its way to its feed.
 */
public final class TopicCore {
    // Immutable after construction.
    private final EventLog log;
    private final CatchUp catchUp;
    private final Habits habits;

    /** What holds events only until every lane has read them, if that is how this topic holds them. */
    private final Optional<MemoryLog> passing;

    // Written by any thread.
    private final Map<StreamLane, Feed> feedByLane = new ConcurrentHashMap<>();
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private final Arrivals arrivals = new Arrivals();
    private final RecentEvents recentEvents = new RecentEvents();
    private final AtomicInteger subscribers = new AtomicInteger();
    private volatile boolean closed;

    /** What a topic was built with. */
    public record Habits(
            LagPolicy lagPolicy,
            GapPolicy gapPolicy,
            Optional<Event> gapEvent,
            long replayOnSubscribe,
            List<Consumer<Subscription>> onSubscribe,
            List<Consumer<Subscription>> onUnsubscribe,
            List<ObjLongConsumer<Subscription>> onLoss) {}

    private TopicCore(EventLog log, Optional<MemoryLog> passing, CatchUp catchUp, Habits habits) {
        this.log = log;
        this.passing = passing;
        this.catchUp = catchUp;
        this.habits = habits;
    }

    /** Makes a topic over a log. */
    public static TopicCore over(EventLog log, Habits habits) {
        return new TopicCore(log, Optional.empty(), new EveryEvent(log, habits.lagPolicy()), habits);
    }

    /** Makes a topic that holds an event only until every lane has read it. */
    public static TopicCore withoutHistory(Ticker ticker, Habits habits) {
        MemoryLog log = new MemoryLog(Sequence.ofProcess(), MemoryLog.Retention.UNTIL_READ, ticker);
        return new TopicCore(log, Optional.of(log), new EveryEvent(log, habits.lagPolicy()), habits);
    }

    /** Which event is the newest of what, and how much of that is held. */
    public record State(Function<? super Event, String> key, int mostKeys, long mostBytes) {}

    /** Makes a topic whose subscribers need only the newest event of each key. */
    public static TopicCore ofState(State state, Ticker ticker, Habits habits) {
        MemoryLog live = new MemoryLog(Sequence.ofProcess(), MemoryLog.Retention.UNTIL_READ, ticker);
        NewestEntries newest = new NewestEntries(state.mostKeys(), state.mostBytes());
        KeyedLog log = new KeyedLog(Sequence.ofProcess(), state.key(), live, newest);
        CatchUp catchUp = new NewestPerKey(newest, habits.gapEvent().map(Frame::of));
        return new TopicCore(log, Optional.of(live), catchUp, habits);
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
            for (Feed feed : feeds) {
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
        if (!(to instanceof OpenStream stream)) {
            throw new IllegalArgumentException(
                    "stream must be one that a server opened: " + to.getClass().getName());
        }
        List<Cursor> cursors = new ArrayList<>(topics.size());
        try {
            for (TopicCore topic : topics) {
                cursors.add(topic.arrive(stream, view.map(View::new).orElse(null)));
            }
            stream.lane().execute(() -> begin(stream, topics, cursors));
        } catch (Exception | Error failure) {
            haveArrived(topics, cursors);
            throw failure;
        }
        return List.copyOf(cursors);
    }

    /** Makes a cursor. What is published from now on is its stream's, also before the lane comes to it. */
    private Cursor arrive(OpenStream stream, @Nullable View view) {
        return isWithoutHistory() ? arrivals.add(stream, view, log) : new Cursor(stream, view, log.head());
    }

    private static void begin(OpenStream stream, List<TopicCore> topics, List<Cursor> cursors) {
        boolean followsNothing = stream.follower() == null;
        boolean knowsItsPlace = true;
        try {
            for (int i = 0; i < cursors.size(); i++) {
                knowsItsPlace &= topics.get(i).begin(cursors.get(i));
            }
            if (followsNothing && !knowsItsPlace) {
                Place.tell(stream, cursors);
            }
        } catch (Exception | Error failure) {
            stream.fail("a topic's log threw", failure);
            cursors.forEach(Cursor::end);
        } finally {
            haveArrived(topics, cursors);
        }
    }

    /** From now on their feeds hold what they need. */
    private static void haveArrived(List<TopicCore> topics, List<Cursor> cursors) {
        for (int i = 0; i < cursors.size(); i++) {
            TopicCore topic = topics.get(i);
            if (topic.arrivals.remove(cursors.get(i))) {
                topic.forgetRead();
            }
        }
    }

    /** Returns whether it begins where the client's last event id says. */
    private boolean begin(Cursor cursor) {
        OpenStream stream = cursor.openStream();
        if (stream.isOver() || closed || !cursor.isActive()) {
            cursor.end();
            return true;
        }
        Feed feed = feedByLane.computeIfAbsent(stream.lane(), lane -> newFeed(lane, stream));
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
        feed.listenerCalls().tell(habits.onSubscribe(), cursor);
        if (closed) {
            cursor.end(); // It was open before the feed was there to be told.
        }
        return resumes;
    }

    /** The streams of a lane are of one server: any of them knows what runs user code. */
    private Feed newFeed(StreamLane lane, OpenStream stream) {
        Feed feed = new Feed(this, lane, new ListenerCalls(stream.closeExecutor()));
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
    private long startOf(OpenStream stream, long now) {
        if (stream.lastEventId().isEmpty()) {
            // Not behind now: what has been published since, and is no more, is lost.
            return Math.min(now, Math.max(log.tail(), now - habits.replayOnSubscribe()));
        }
        habits.gapEvent().map(Frame::of).ifPresent(stream::append);
        return habits.gapPolicy() == GapPolicy.OLDEST ? log.tail() : now;
    }

    private static void attach(OpenStream stream, Cursor cursor) {
        Follower before = stream.follower();
        if (before == null && !cursor.hasView()) {
            stream.follow(cursor);
            return;
        }
        Sources sources = before instanceof Joint joint ? joint.sources : new Sources(stream);
        if (before instanceof Cursor first) {
            sources.add(first);
        }
        sources.add(cursor);
        if (cursor.hasView() && !(before instanceof Pump)) {
            stream.follow(new Pump(stream, sources));
        } else {
            stream.follow(before instanceof Joint ? before : new Merge(stream, sources));
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

    CatchUp catchUp() {
        return catchUp;
    }

    void remove(Feed feed) {
        feedByLane.remove(feed.lane(), feed);
        feeds.remove(feed);
        forgetRead();
    }

    void unsubscribed(Cursor cursor) {
        subscribers.decrementAndGet();
        cursor.feed().listenerCalls().tell(habits.onUnsubscribe(), cursor);
    }

    void reportLoss(Cursor cursor, long events) {
        List<Consumer<Subscription>> listeners = habits.onLoss().stream()
                .<Consumer<Subscription>>map(listener -> subscription -> listener.accept(subscription, events))
                .toList();
        cursor.feed().listenerCalls().tell(listeners, cursor);
    }
}
