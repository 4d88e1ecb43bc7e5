package sse.api.internal.subscription;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.internal.history.LogEntry;
import sse.api.internal.history.NumberedId;
import sse.api.internal.stream.FrameSource;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.history.EntryId;

/**
 * What a stream is subscribed to: the one source of its frames besides the send queue. Confined to the stream's lane.
 *
 * <pre>
 *   empty ── add ──> one subscription, which is in step when it has caught up
 *     |                    | add
 *     |                    v
 *     ├── add with ──> a combined reader: merges, or transforms what it has merged; its subscriptions are independent
 *     |   transform
 *     └── replay of what is not in memory, then the subscriptions are added
 * </pre>
 *
 * When the last subscription has ended, the stream is where it began.
 */
public final class StreamSubscriptions implements FrameSource {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final int ENDED_PER_TURN = 256;

    private final ServerEventStream stream;
    private @Nullable TopicSubscription only;
    private @Nullable CombinedReader combined;
    private @Nullable HistoryReplay replay;

    /** The id of the entry that was sent last, unless its subscription is in step; null if it is not known. */
    private @Nullable String lastId;

    private StreamSubscriptions(ServerEventStream stream) {
        this.stream = stream;
    }

    /** Returns the subscriptions of a stream. */
    public static StreamSubscriptions of(ServerEventStream stream) {
        FrameSource present = stream.source();
        if (present != null) {
            return (StreamSubscriptions) present; // No other source exists.
        }
        StreamSubscriptions created = new StreamSubscriptions(stream);
        stream.setSource(created);
        return created;
    }

    /** Returns true if there is no subscription. */
    public boolean isEmpty() {
        return only == null && combined == null && replay == null;
    }

    /** Returns the subscriptions that have been added. */
    public List<TopicSubscription> all() {
        return combined != null ? combined.sources.subscriptions() : only == null ? List.of() : List.of(only);
    }

    /** Returns true if a subscription is the only one. */
    public boolean hasOnly(TopicSubscription subscription) {
        return only == subscription
                || (combined != null && combined.sources.subscriptions().equals(List.of(subscription)));
    }

    /** Hides the ids of several topics' events until the client has snapshots of them, or what stands for these. */
    public void hideIds() {
        if (combined != null) {
            combined.sources.hideIds();
        }
    }

    /** Hides ids up to a number from now on: that of the newest event that a snapshot may contain. */
    public void showIdsAfter(long number) {
        if (combined != null) {
            combined.sources.showIdsAfter(number);
        }
    }

    /** Returns the replay after which the subscriptions start, if there is one. */
    public Optional<HistoryReplay> replay() {
        return Optional.ofNullable(replay);
    }

    /** Starts a replay, if there is no subscription. */
    void startReplay(HistoryReplay started) {
        replay = started;
        stream.setSource(this);
    }

    /** Ends the replay. */
    void endReplay() {
        replay = null;
        stream.lane().signal(stream);
    }

    /** Adds a subscription that has started. What was sent to the stream before is sent first. */
    public void add(TopicSubscription subscription) {
        if (isEmpty() && !subscription.hasTransform()) {
            only = subscription;
        } else {
            failIfNotResumable(subscription);
            combined = combine().with(subscription);
        }
        stream.setSource(this);
    }

    /** Subscriptions are merged by the numbers of one sequence; otherwise some might never be sent. */
    private void failIfNotResumable(TopicSubscription added) {
        boolean hasRun = only != null && only.group().log().hasOwnSequence();
        if (hasRun || (!isEmpty() && added.group().log().hasOwnSequence())) {
            stream.fail("stream of a run must have no other subscription", null);
        }
    }

    private CombinedReader combine() {
        if (combined != null) {
            return combined;
        }
        CombinedReader reader = new MergeReader(stream, new MergeSources(stream));
        TopicSubscription first = only;
        only = null;
        return first == null ? reader : reader.with(first);
    }

    /** Removes a subscription, which has ended. */
    void remove(TopicSubscription subscription) {
        if (subscription == only) {
            only = null;
        } else if (combined != null) {
            combined.sources.remove(subscription);
            combined = combined.sources.isEmpty() ? null : combined;
        }
        if (isEmpty()) {
            lastId = null;
            stream.lane().signal(stream); // It may have waited for this to close.
        }
    }

    @Override
    public void fill(FrameBatch batch) {
        if (replay != null) {
            replay.fill(batch);
        } else if (startsPages()) {
            stream.lane().signal(stream);
        } else if (combined != null) {
            combined.fill(batch);
        } else if (only != null) {
            fill(batch, only);
        }
    }

    /** Starts to read pages of the hub's log if a subscription has fallen behind what is in memory. */
    private boolean startsPages() {
        if (lastId == null || stream.closeReason().isPresent()) {
            return false;
        }
        if (combined != null && combined.needsPages()) {
            return startPages(combined.sources.subscriptions(), lastId);
        }
        return only != null && only.hasGap() && only.group().hasPages() && startPages(List.of(only), lastId);
    }

    private boolean startPages(List<TopicSubscription> behind, String after) {
        Optional<EntryId> position = EntryId.parse(after);
        Optional<ReplayLog> log = behind.get(0).group().pages();
        if (position.isEmpty() || log.isEmpty()) {
            return false;
        }
        List<ReplayedTopic> topics = behind.stream()
                .map(subscription -> subscription.group().replayed(subscription))
                .toList();
        HistoryReplay.continueFrom(stream, log.get(), topics, position.get());
        return true;
    }

    /** Sets the id of the entry that was sent last, or after which the subscriptions start. */
    public void setLastId(String id) {
        lastId = id;
    }

    private void fill(FrameBatch batch, TopicSubscription from) {
        SubscriberGroup group = from.group();
        if (group.isCaughtUp(from)) {
            return;
        }
        if (from.hasGap() && group.restart(from)) {
            return;
        }
        Optional<GapNotice> gap = group.reader().passGap(from);
        if (gap.isPresent()) {
            Optional<String> resumesAt = group.idBefore(from.position()).map(NumberedId::id);
            GapEvents.frames(List.of(gap.get()), resumesAt).forEach(stream::sendControlFirst);
        } else {
            group.entries().read(group.reader(), from, group.position());
            group.entries().addTo(batch);
        }
        if (batch.isEmpty() && !stream.isClosed()) {
            stream.lane().signal(stream); // A gap event is sent first, or it has caught up.
        }
    }

    @Override
    public void onWritten(int frames) {
        if (replay != null) {
            replay.onWritten(frames);
        } else if (combined != null) {
            combined.onWritten(frames);
            lastId = combined.lastId() == null ? lastId : combined.lastId();
        } else if (only != null && frames > 0) {
            LogEntry last = only.group().entries().get(frames - 1);
            only.advancePast(last);
            lastId = last.id();
        }
    }

    @Override
    public boolean isShareable() {
        return replay == null && combined == null;
    }

    @Override
    public BooleanSupplier drainTarget() {
        BooleanSupplier target = replay != null ? drainTargetBehind(replay) : liveDrainTarget();
        return () -> isEmpty() || target.getAsBoolean();
    }

    private BooleanSupplier liveDrainTarget() {
        return combined != null ? combined.drainTarget() : only != null ? only.drainTarget() : () -> true;
    }

    /** Returns a condition that holds when a replay will send no more, or what follows it has been sent. */
    private BooleanSupplier drainTargetBehind(HistoryReplay first) {
        BooleanSupplier replayed = first.drainTarget();
        return new BooleanSupplier() {
            private @Nullable BooleanSupplier live;

            @Override
            public boolean getAsBoolean() {
                if (replay != null) {
                    return replayed.getAsBoolean();
                }
                if (live == null) {
                    live = liveDrainTarget();
                }
                return live.getAsBoolean();
            }
        };
    }

    /** Checks periodically whether anything is due. */
    public void onSweep() {
        if (combined != null) {
            combined.onSweep();
        }
    }

    @Override
    public void onClosed() {
        if (replay != null) {
            replay.onClosed();
        }
        if (only != null) {
            only.end();
        } else if (combined != null) {
            endAll(combined.sources.subscriptions(), 0);
        }
    }

    /**
     * Ends subscriptions from an index on, some in this turn of the lane, the others in turns of their own: a stream of
     * thousands of topics must not hold up the lane's other streams when it leaves.
     */
    private void endAll(List<TopicSubscription> subscriptions, int from) {
        int until = Math.min(subscriptions.size(), from + ENDED_PER_TURN);
        subscriptions.subList(from, until).forEach(TopicSubscription::end);
        if (until < subscriptions.size()) {
            try {
                stream.lane().execute(() -> endAll(subscriptions, until));
            } catch (Exception | Error rejected) {
                LOG.log(System.Logger.Level.DEBUG, "event loop rejected the end of subscriptions", rejected);
                subscriptions.subList(until, subscriptions.size()).forEach(TopicSubscription::end);
            }
        }
    }
}
