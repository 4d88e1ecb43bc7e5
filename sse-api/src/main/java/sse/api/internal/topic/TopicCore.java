package sse.api.internal.topic;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Subscription;
import sse.api.TopicStatistics;
import sse.api.internal.executor.OrderedNotifier;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;
import sse.api.internal.history.NumberedId;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.DecodedEventCache;
import sse.api.internal.subscription.EventTransform;
import sse.api.internal.subscription.TopicSubscription;

/**
 * A topic: its log, and its subscribers on each lane that has any. Thread-safe.
 *
 * <p>A topic without history has a log, too, because publishing waits for no lane. Entries that every lane has read are
 * evicted then: publishers know a lane's subscribers before these read the log's head, and these declare from where
 * they need the log; {@link PendingSubscriptions} do so for a subscription that its lane has not started yet.
 */
public final class TopicCore {
    private static final String LISTENER = "topic listener";

    // Immutable after construction.
    private final HubCore hub;
    private final TopicLog log;
    private final Optional<HubTopic> inHubLog;
    private final TopicConfig config;
    private final Optional<PublishGate> gate;
    final Optional<SnapshotTaker> snapshots;

    // Written by any thread.
    private final TopicLanes lanes = new TopicLanes(this);
    private final SubscriptionStart starts = new SubscriptionStart(this);
    private final PendingSubscriptions pending = new PendingSubscriptions();
    private final DecodedEventCache decodedEvents = new DecodedEventCache();
    private final AtomicInteger subscribers = new AtomicInteger();
    final CompressedSubscribers compressed = new CompressedSubscribers();
    private volatile boolean closed;
    private volatile boolean complete;

    private TopicCore(HubCore hub, TopicLog log, Optional<HubTopic> inHubLog, TopicConfig config) {
        this.hub = hub;
        this.log = log;
        this.inHubLog = inHubLog;
        this.config = config;
        this.snapshots = config.resuming().snapshot().map(SnapshotTaker::new);
        this.gate = log.live().map(ring -> new PublishGate(lanes, ring));
    }

    /** Creates a topic over another implementation of a log. */
    static TopicCore over(EntryLog log, TopicConfig config) {
        return new TopicCore(HubCore.ofProcess(), TopicLog.of(log, config), Optional.empty(), config);
    }

    /**
     * Creates the topic of a run. A client without an id receives everything that the log has, from its beginning.
     *
     * @param log the log, to which the run appends
     */
    public static TopicCore ofRun(EntryLog log, TopicConfig config) {
        return new TopicCore(HubCore.ofProcess(), TopicLog.ofRun(log, config), Optional.empty(), config);
    }

    static TopicCore inMemory(HubCore hub, TopicDefinition definition) {
        return new TopicCore(hub, TopicLog.inMemory(hub.sequence(), definition), Optional.empty(), definition.config());
    }

    /** Creates a topic that publishes to the log of its hub, and holds its newest entries in memory. */
    static TopicCore overHubLog(HubCore hub, HubLog hubLog, String name, TopicDefinition definition) {
        HubTopic topic = HubTopic.create(hubLog, name, definition);
        TopicLog log = TopicLog.inHubLog(topic.window(), definition.config());
        return new TopicCore(hub, log, Optional.of(topic), definition.config());
    }

    /**
     * Publishes events, and returns their ids. Blocks until the log of the hub has acknowledged them, if it has one.
     */
    public List<String> publish(List<Event> events) {
        requireOpen();
        if (inHubLog.isPresent()) {
            return inHubLog.get().publish(events);
        }
        List<LogEntry> entries = append(events);
        return entries.size() == 1
                ? List.of(entries.get(0).id())
                : entries.stream().map(LogEntry::id).toList();
    }

    /** Publishes events when the subscribers that keep up have room for them, or when the time is over. */
    public List<String> publish(List<Event> events, Duration timeout) throws InterruptedException {
        requireOpen();
        if (gate.isPresent()) {
            gate.get().await(events, timeout);
        }
        return publish(events);
    }

    /** Appends events to the topic's log in memory, and signals the lanes. */
    public List<LogEntry> append(List<Event> events) {
        List<LogEntry> entries = log.events().append(events);
        signalLanes();
        return entries;
    }

    /** Publishes events, and returns their ids when they are acknowledged. */
    public CompletionStage<List<String>> publishAsync(List<Event> events) {
        if (inHubLog.isEmpty()) {
            return CompletableFuture.completedFuture(publish(events));
        }
        requireOpen();
        return inHubLog.get().publishAsync(events);
    }

    boolean isClosed() {
        return closed;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("topic must be open to publish: it is closed");
        }
    }

    /** Has the lanes send what was appended. */
    public void signalLanes() {
        lanes.signal();
        if (lanes.isEmpty()) {
            forgetRead();
        }
    }

    TopicLanes lanes() {
        return lanes;
    }

    HubCore hub() {
        return hub;
    }

    /** Returns what the topic is in the log of its hub, if that has one. */
    Optional<HubTopic> inHubLog() {
        return inHubLog;
    }

    TopicConfig config() {
        return config;
    }

    /**
     * Evicts what every lane has read, unless it is to be retained. Subscribers that are added after the head has been
     * read start behind it.
     */
    void forgetRead() {
        if (log.isTransient()) {
            // In this order: a pending subscription is removed only when its lane has declared what it needs.
            long oldest = pending.oldest(log.events());
            log.live().orElseThrow().forgetBefore(lanes.retainFrom(oldest));
        }
    }

    /**
     * Subscribes a stream to topics, to all at the same position. Returns at once; the stream's lane starts the
     * subscriptions.
     *
     * @param transform returns what the stream receives for an event
     * @return the subscriptions, in the order of the topics
     * @throws IllegalArgumentException if the stream is not one that a server opened, or the topics are of several hubs
     * @throws IllegalStateException if a topic is closed
     */
    public static List<Subscription> subscribe(
            EventStream to, List<TopicCore> topics, Optional<Function<? super Event, Optional<Event>>> transform) {
        ServerEventStream stream = SubscribeTask.requireServerStream(to);
        if (topics.stream().anyMatch(topic -> topic.closed)) {
            throw new IllegalStateException("topic must be open to subscribe: it is closed");
        }
        return List.copyOf(SubscribeTask.submit(stream, topics, transform));
    }

    /** Subscribes a stream that this topic handles; closes it if the topic is closed. */
    public void subscribeOrClose(EventStream to, Optional<Function<? super Event, Optional<Event>>> transform) {
        ServerEventStream stream = SubscribeTask.requireServerStream(to);
        if (closed) {
            stream.close();
        } else {
            SubscribeTask.submit(stream, List.of(this), transform);
        }
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

    /** Returns how subscriptions start. */
    SubscriptionStart starts() {
        return starts;
    }

    /** Notes that a subscription has started. */
    void onSubscribed(TopicSubscription subscription, OrderedNotifier notifier) {
        subscribers.incrementAndGet();
        notifier.notify(LISTENER, config.onSubscribe(), listener -> listener.accept(subscription));
    }

    /** Returns how many streams are subscribed. */
    public int subscribers() {
        return subscribers.get();
    }

    /** Returns what the topic holds, and how far its lanes are behind. */
    public TopicStatistics statistics() {
        TopicStatistics.Builder statistics = TopicStatistics.builder().subscribers(subscribers.get());
        log.live().ifPresent(ring -> statistics.retainedEvents(ring.size()).retainedBytes(ring.retainedBytes()));
        gate.ifPresent(publishers -> statistics.laneLag(publishers.distance()));
        return statistics.build();
    }

    /** Returns a position before which no subscriber keeps up. */
    long slowBefore() {
        return gate.isPresent() ? gate.get().slowBefore() : 0; // Nothing is allocated for each run.
    }

    void forgetDecoded() {
        decodedEvents.clear();
    }

    /** Has every subscription end, and accepts no more events. */
    public void close() {
        closed = true;
        lanes.onTopicClosed();
    }

    /** Returns the id of the newest event, or one of the same position. */
    public String lastId() {
        String made = hub.lastId(); // In this order: everything up to this id is before the head that is read next.
        return log.idBefore(log.events().head()).map(NumberedId::id).orElse(made);
    }

    /** Closes every subscribed stream, now or later, when it has been sent what the log has: nothing will follow. */
    public void complete() {
        complete = true;
        lanes.closeStreams();
    }

    boolean isComplete() {
        return complete;
    }

    /** Waits until no subscriber is more than a number of events behind, while a condition holds. */
    public void awaitSubscribers(long events, BooleanSupplier condition) throws InterruptedException {
        SubscriberPace.await(lanes, log.events(), new SubscriberPace.Limit(events, condition));
    }

    TopicLog log() {
        return log;
    }

    /** Returns an entry's event. Any thread. */
    Event eventOf(LogEntry entry) {
        return decodedEvents.eventOf(entry);
    }

    void remove(LaneSubscribers onLane) {
        lanes.remove(onLane);
        decodedEvents.clear();
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
