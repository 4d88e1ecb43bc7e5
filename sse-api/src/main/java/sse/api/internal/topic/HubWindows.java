package sse.api.internal.topic;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.internal.history.LogSequence;
import sse.api.internal.subscription.Loss;
import sse.api.spi.Frame;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;

/**
 * The newest entries of a hub's log, in memory, by topic. Thread-safe.
 *
 * <p>An entry is added once, in the order of the ids: one whose number is not larger than the last is there already, or
 * was when a topic was opened. Lanes read the entries without a lock.
 */
final class HubWindows implements Backplane.Listener {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final LogSequence sequence = new LogSequence();

    // Written by any thread.
    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final Set<Runnable> arrivalListeners = ConcurrentHashMap.newKeySet();

    // Guarded by the sequence.
    private @Nullable EntryId last;

    /**
     * What was read to fill a window.
     *
     * @param entries entries of the log, without a hole
     * @param end the position behind them
     * @param before the number of the newest entry in memory before they were read, if they were read up to the newest
     *     entry of the log; -1 if they were not
     */
    record Filling(List<LogEntry> entries, EntryId end, long before) {}

    /** A topic, and what it is in the log. */
    private record Window(TopicCore core, HubTopic topic) {}

    LogSequence sequence() {
        return sequence;
    }

    /** Starts the sequence with the first of some entries, or behind a position if there is none. */
    void start(List<LogEntry> newest, EntryId head) {
        synchronized (sequence) {
            sequence.start(newest.isEmpty() ? head : newest.get(0).id());
            for (LogEntry entry : newest) {
                sequence.advanceTo(Math.max(sequence.next(entry.id()), sequence.last()));
            }
            last = head;
        }
    }

    /** Returns the position behind the newest entry in memory. */
    EntryId last() {
        synchronized (sequence) {
            return Objects.requireNonNull(last, "last");
        }
    }

    /** Returns true if no entry is missing before another one. */
    boolean isNext(EntryId id) {
        synchronized (sequence) {
            return sequence.next(id) <= sequence.last() + 1;
        }
    }

    /**
     * Fills a topic's window. Returns false if entries have arrived that were not read. If none have since before the
     * log was read to its end, it has lost what is in memory behind that.
     */
    boolean fill(TopicCore core, Filling from) {
        HubTopic topic = core.inHubLog().orElseThrow();
        boolean filled = fill(core, topic, from);
        topic.window().expireInTime();
        return filled;
    }

    private boolean fill(TopicCore core, HubTopic topic, Filling from) {
        synchronized (sequence) {
            long end = sequence.numberOf(from.end());
            if (end >= 0 && end < sequence.last() && from.before() != sequence.last()) {
                return false;
            }
            boolean begun = false;
            for (LogEntry entry : from.entries()) {
                long number = sequence.numberOf(entry.id());
                if (number > 0 && !begun) {
                    topic.window().beginAfter(number - 1, null);
                    begun = true;
                }
                if (number > 0 && entry.topic().equals(topic.name())) {
                    topic.window().append(entry.id().toString(), number, entry.frame());
                }
            }
            if (!begun) {
                boolean isLast = end == sequence.last();
                topic.window().beginAfter(sequence.last(), isLast ? from.end().toString() : null);
            }
            windows.put(topic.name(), new Window(core, topic));
            return true;
        }
    }

    @Override
    public void onEntries(List<LogEntry> entries) {
        Set<TopicCore> changed = new LinkedHashSet<>();
        synchronized (sequence) {
            for (LogEntry entry : entries) {
                long number = sequence.next(entry.id());
                if (number < 0) {
                    continue;
                }
                if (number > sequence.last() + 1) {
                    LOG.log(System.Logger.Level.WARNING, "entries of a hub are missing before {0}", entry.id());
                    long missing = number - 1 - sequence.last();
                    appendGap(before(entry.id()), number - 1, new Loss(OptionalLong.of(missing), Gap.Reason.UNKNOWN));
                    windows.values().forEach(window -> changed.add(window.core()));
                }
                Window window = windows.get(entry.topic());
                if (window != null) {
                    window.topic().window().append(entry.id().toString(), number, entry.frame());
                    changed.add(window.core());
                }
                sequence.advanceTo(number);
                last = entry.id();
            }
        }
        changed.forEach(HubWindows::signal);
        arrivalListeners.forEach(Runnable::run);
    }

    /** Returns the id before another one, which is not the first of its term. */
    private static EntryId before(EntryId id) {
        return EntryId.of(id.log(), id.term(), id.number() - 1);
    }

    @Override
    public void onGap(Gap gap) {
        LOG.log(System.Logger.Level.WARNING, "entries were lost before a hub could read them: {0}", gap);
        synchronized (sequence) {
            long number = sequence.next(gap.resumeAfter());
            if (number >= 0) {
                appendGap(gap.resumeAfter(), number, Loss.of(gap));
            }
        }
        signalAll();
    }

    @Override
    public void onReset(EntryId origin) {
        LOG.log(System.Logger.Level.WARNING, "log of a hub was replaced: {0}", origin);
        synchronized (sequence) {
            long number = sequence.start(origin);
            for (Window window : windows.values()) {
                // The gap event has this id; without one, a client that receives nothing else needs it.
                @Nullable String id = window.topic().gapSign().isPresent() ? null : origin.toString();
                window.topic().window().beginAfter(number, id);
            }
            appendGap(origin, number, new Loss(OptionalLong.empty(), Gap.Reason.RESET));
        }
        signalAll();
    }

    /** Every live stream receives the gap event, in order with the entries; once, however many topics it has. */
    private void appendGap(EntryId position, long number, Loss loss) {
        Map<Event, Frame> frames = new HashMap<>();
        String id = position.toString();
        for (Window window : windows.values()) {
            window.topic()
                    .gapEventAt(position, loss)
                    .ifPresent(event ->
                            window.topic().window().append(id, number, frames.computeIfAbsent(event, Frame::of)));
        }
        sequence.advanceTo(number);
        last = position;
    }

    private void signalAll() {
        windows.values().forEach(window -> signal(window.core()));
        arrivalListeners.forEach(Runnable::run);
    }

    /** Without the lock. */
    private static void signal(TopicCore topic) {
        topic.inHubLog().orElseThrow().window().expireInTime();
        topic.signalLanes();
    }

    @Override
    public void onUp() {
        LOG.log(System.Logger.Level.DEBUG, "backplane can be read");
    }

    @Override
    public void onDown(Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, "backplane cannot be read; nothing is delivered", cause);
    }

    void addArrivalListener(Runnable listener) {
        arrivalListeners.add(listener);
    }

    void removeArrivalListener(Runnable listener) {
        arrivalListeners.remove(listener);
    }
}
