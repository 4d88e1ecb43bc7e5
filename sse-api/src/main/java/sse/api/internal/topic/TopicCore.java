package sse.api.internal.topic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.Subscription;
import sse.api.Ticker;
import sse.api.internal.executor.OrderedNotifier;
import sse.api.internal.history.CompactedEntries;
import sse.api.internal.history.Retention;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamLane;
import sse.api.internal.subscription.DecodedEventCache;
import sse.api.internal.subscription.EventTransform;
import sse.api.internal.subscription.StreamSubscriptions;
import sse.api.internal.subscription.TopicSubscription;
import sse.api.spi.EventLog;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

/**
 * A topic: its log, and its subscribers on each lane that has any. Thread-safe.
 *
 * <p>A topic without history has a log, too, because publishing waits for no lane. Entries that every lane has read are
 * evicted then: publishers know a lane's subscribers before these read the log's head, and these declare from where
 * they need the log; {@link PendingSubscriptions} do so for a subscription that its lane has not started yet.
 */
public final class TopicCore {
    /** What the log calls a listener. */
    private static final String LISTENER = "topic listener";

    // Immutable after construction.
    private final TopicLog log;
    private final TopicConfig config;

    // Written by any thread.
    private final Map<StreamLane, LaneSubscribers> subscribersByLane = new ConcurrentHashMap<>();
    private final List<LaneSubscribers> lanes = new CopyOnWriteArrayList<>();
    private final PendingSubscriptions pending = new PendingSubscriptions();
    private final DecodedEventCache decodedEvents = new DecodedEventCache();
    private final AtomicInteger subscribers = new AtomicInteger();
    private volatile boolean closed;

    private TopicCore(TopicLog log, TopicConfig config) {
        this.log = log;
        this.config = config;
    }

    /** Creates a topic over a log that a user has implemented. */
    public static TopicCore over(EventLog log, TopicConfig config) {
        return new TopicCore(TopicLog.of(log, config.lagPolicy()), config);
    }

    /** Creates a topic that retains events in memory. */
    public static TopicCore inMemory(Retention retention, Ticker ticker, TopicConfig config) {
        return new TopicCore(TopicLog.inMemory(retention, ticker, config.lagPolicy()), config);
    }

    /** Creates a topic that holds an event only until every lane has read it. */
    public static TopicCore withoutHistory(Ticker ticker, TopicConfig config) {
        return new TopicCore(TopicLog.withoutHistory(ticker, config.lagPolicy()), config);
    }

    /** The key of an event, and how many of the latest events are retained. */
    public record Compaction(Function<? super Event, String> key, int maxKeys, long maxBytes) {}

    /** Creates a topic that retains the latest event of each key. */
    public static TopicCore compacted(Compaction compaction, Ticker ticker, TopicConfig config) {
        CompactedEntries latest = new CompactedEntries(compaction.maxKeys(), compaction.maxBytes());
        return new TopicCore(TopicLog.compacted(compaction.key(), latest, ticker, config.gapEvent()), config);
    }

    /** Appends events and signals the lanes. */
    public List<LogEntry> publish(List<Event> events) {
        if (closed) {
            throw new IllegalStateException("topic must be open to publish: it is closed");
        }
        List<LogEntry> entries = log.events().append(events);
        for (LaneSubscribers onLane : lanes) {
            onLane.lane().signal(onLane);
        }
        if (lanes.isEmpty()) {
            forgetRead();
        }
        return entries;
    }

    /**
     * Evicts what every lane has read, unless it is to be retained. Subscribers that are added after the head has been
     * read start behind it.
     */
    void forgetRead() {
        if (log.transientLog().isPresent()) {
            // In this order: a pending subscription is removed only when its lane has declared what it needs.
            long read = pending.oldest(log.events());
            for (LaneSubscribers onLane : lanes) {
                read = Math.min(read, onLane.retainFrom());
            }
            log.transientLog().get().forgetBefore(read);
        }
    }

    /**
     * Subscribes a stream to topics, to all at the same position. Returns at once; the stream's lane starts the
     * subscriptions.
     *
     * @param transform returns what the stream receives for an event
     * @return the subscriptions, in the order of the topics
     * @throws IllegalArgumentException if the stream is not one that a server opened
     * @throws IllegalStateException if a topic is closed
     */
    public static List<Subscription> subscribe(
            EventStream to, List<TopicCore> topics, Optional<Function<? super Event, Optional<Event>>> transform) {
        ServerEventStream stream = requireServerStream(to);
        if (topics.stream().anyMatch(topic -> topic.closed)) {
            throw new IllegalStateException("topic must be open to subscribe: it is closed");
        }
        return List.copyOf(SubscribeTask.submit(stream, topics, transform));
    }

    /** Subscribes a stream that this topic handles; closes it if the topic is closed. */
    public void subscribeOrClose(EventStream to) {
        ServerEventStream stream = requireServerStream(to);
        if (closed) {
            stream.close();
        } else {
            SubscribeTask.submit(stream, List.of(this), Optional.empty());
        }
    }

    private static ServerEventStream requireServerStream(EventStream stream) {
        if (stream instanceof ServerEventStream opened) {
            return opened;
        }
        throw new IllegalArgumentException(
                "stream must be one that a server opened: " + stream.getClass().getName());
    }

    /** Creates a subscription: what is published from now on is its stream's, also before its lane starts it. */
    TopicSubscription prepare(ServerEventStream stream, @Nullable EventTransform transform) {
        return log.hasHistory()
                ? new TopicSubscription(stream, transform, log.events().head())
                : pending.add(stream, transform, log.events());
    }

    /** Removes a subscription from the pending ones: the subscribers of its lane retain what it needs, or it ended. */
    void removePending(TopicSubscription subscription) {
        if (pending.remove(subscription)) {
            forgetRead();
        }
    }

    /** Starts a subscription on its lane. Returns true if it starts after the client's last event id. */
    boolean start(TopicSubscription subscription) {
        ServerEventStream stream = subscription.serverStream();
        if (stream.isClosed() || closed || !subscription.isActive()) {
            subscription.end();
            return true;
        }
        LaneSubscribers onLane = subscribersByLane.computeIfAbsent(stream.lane(), lane -> addLane(lane, stream));
        // The lane was added before the log is read here: nothing that is published afterwards is missed.
        boolean resumes;
        long from;
        try {
            OptionalLong known =
                    stream.lastEventId().map(log.events()::positionAfter).orElse(OptionalLong.empty());
            resumes = known.isPresent()
                    && (known.getAsLong() >= subscription.position() || onLane.isRetained(known.getAsLong()));
            from = resumes ? known.getAsLong() : startWithoutId(stream, subscription.position());
        } catch (Exception | Error failure) {
            onLane.leaveIfEmpty();
            throw failure;
        }
        subscription.start(onLane, from, !resumes && from < subscription.position());
        onLane.add(subscription);
        StreamSubscriptions.of(stream).add(subscription);
        subscribers.incrementAndGet();
        onLane.notifier().notify(LISTENER, config.onSubscribe(), listener -> listener.accept(subscription));
        if (closed) {
            subscription.end(); // It was open before the lane was there to be notified.
        }
        return resumes;
    }

    /** The streams of a lane belong to one server: any of them knows its executor. */
    private LaneSubscribers addLane(StreamLane lane, ServerEventStream stream) {
        LaneSubscribers onLane = new LaneSubscribers(this, lane, new OrderedNotifier(stream.closeExecutor()));
        lanes.add(onLane);
        try {
            onLane.start();
        } catch (Exception | Error failure) {
            lanes.remove(onLane);
            throw failure;
        }
        return onLane;
    }

    /** Returns where a client starts that sends no last event id, or one that is not known. */
    private long startWithoutId(ServerEventStream stream, long now) {
        if (stream.lastEventId().isEmpty()) {
            // Never behind now: what was published since, and is evicted, is lost.
            return Math.min(now, Math.max(log.events().tail(), now - config.replayOnSubscribe()));
        }
        config.gapEvent().map(Frame::of).ifPresent(stream::sendControl);
        return config.gapPolicy() == GapPolicy.OLDEST ? log.events().tail() : now;
    }

    /** Returns how many streams are subscribed. */
    public int subscribers() {
        return subscribers.get();
    }

    /** Ends every subscription and accepts no more events. */
    public void close() {
        closed = true;
        lanes.forEach(onLane -> onLane.lane().execute(onLane::end));
    }

    TopicLog log() {
        return log;
    }

    /** Returns an entry's event. Any thread. */
    Event eventOf(LogEntry entry) {
        return decodedEvents.eventOf(entry);
    }

    void remove(LaneSubscribers onLane) {
        subscribersByLane.remove(onLane.lane(), onLane);
        lanes.remove(onLane);
        forgetRead();
    }

    void onUnsubscribed(TopicSubscription subscription, OrderedNotifier notifier) {
        subscribers.decrementAndGet();
        notifier.notify(LISTENER, config.onUnsubscribe(), listener -> listener.accept(subscription));
    }

    void onLoss(TopicSubscription subscription, long events, OrderedNotifier notifier) {
        notifier.notify(LISTENER, config.onLoss(), listener -> listener.accept(subscription, events));
    }
}
