package sse.api.internal.subscription;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.Ticker;
import sse.api.internal.history.IdStatus;
import sse.api.internal.stream.FrameSource;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.Frame;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;

/**
 * Sends a resuming client what is no longer in memory, and then starts its subscriptions, without a gap or a duplicate.
 * Confined to the stream's lane.
 *
 * <pre>
 *             position evicted                    page read
 *   SENDING ───────────────────────> READING ──────────────────> SENDING
 *      |  |                              └── the log failed ──> RETRYING ── time passes ──> SENDING
 *      |  └── position not yet ──> HOLDING ── entry arrives, or time passes ──> SENDING or READING
 *      └── position retained in memory ──> ENDED: the subscriptions start behind it
 * </pre>
 *
 * <p>One page is read at a time, on the executor, when the frames of the one before have been written: a slow client
 * costs a page of memory and no thread. While the replay holds, the stream stays open and sends heartbeats. A position
 * that has not arrived when the time is over is treated as one of another log; a log that fails is asked again, however
 * long that takes.
 *
 * <p>A stream that its user closes is still sent everything that was published before, as long as each page comes
 * within a time limit. One that drains because the server shuts down is sent what has been read. In both cases the
 * client resumes behind what it was sent.
 */
public final class HistoryReplay implements FrameSource {
    private static final Duration HOLD_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private enum State {
        SENDING,
        READING,
        HOLDING,
        RETRYING,
        ENDED
    }

    // Immutable after construction.
    private final ServerEventStream stream;
    private final ReplayLog log;
    private final PageReader pages;
    private final Runnable wakeUp;

    // Written by the executor, taken by the lane.
    private volatile PageReader.@Nullable Page result;

    // Confined to the lane.
    private final List<ReplayedTopic> topics;
    private final List<ReplayedTopic> live = new ArrayList<>(0);
    private final List<Runnable> deferred = new ArrayList<>(0);
    private final Deque<Frame> ready = new ArrayDeque<>();
    private State state = State.SENDING;
    private EntryId position;
    private boolean draining;
    private boolean holdExpired;
    private Ticker.@Nullable Task timer;
    private Ticker.@Nullable Task drainTimer;

    private HistoryReplay(ServerEventStream stream, ReplayLog log, List<ReplayedTopic> topics, EntryId position) {
        this.stream = stream;
        this.log = log;
        this.topics = new ArrayList<>(topics);
        this.position = position;
        this.pages = new PageReader(stream, log, this::onPage);
        this.wakeUp = () -> stream.lane().signal(stream);
    }

    /** Starts a replay for a stream that has no subscription. */
    public static void start(ServerEventStream stream, ReplayLog log, List<ReplayedTopic> topics, EntryId position) {
        StreamSubscriptions.of(stream).startReplay(new HistoryReplay(stream, log, topics, position));
    }

    /** Has a task run when the subscriptions have started. */
    public void defer(Runnable task) {
        deferred.add(task);
    }

    @Override
    public void fill(FrameBatch batch) {
        collect();
        if (ready.isEmpty() && (state == State.SENDING || state == State.HOLDING)) {
            proceed();
        }
        Iterator<Frame> frames = ready.iterator();
        boolean added = true;
        while (added && frames.hasNext()) {
            added = batch.add(frames.next());
        }
    }

    @Override
    public void onWritten(int frames) {
        for (int i = 0; i < frames; i++) {
            ready.remove();
        }
    }

    private void proceed() {
        topics.removeIf(topic -> !topic.isAwaited());
        if (topics.isEmpty()) {
            end();
        } else if (!draining) {
            switch (status()) {
                case RETAINED -> join();
                case NOT_YET -> hold();
                case EVICTED, FOREIGN -> read();
            }
        }
    }

    private IdStatus status() {
        IdStatus status = IdStatus.RETAINED;
        for (ReplayedTopic topic : topics) {
            IdStatus ofTopic = topic.status(position);
            if (ofTopic != IdStatus.RETAINED && status != IdStatus.NOT_YET) {
                status = ofTopic;
            }
        }
        return status;
    }

    private void join() {
        long[] positions = new long[topics.size()];
        for (int i = 0; i < positions.length; i++) {
            OptionalLong after = topics.get(i).positionAfter(position);
            if (after.isEmpty()) {
                read(); // Evicted a moment ago.
                return;
            }
            positions[i] = after.getAsLong();
        }
        List<ReplayedTopic> joining = List.copyOf(topics);
        end();
        for (int i = 0; i < positions.length; i++) {
            joining.get(i).start(positions[i]);
        }
    }

    private void end() {
        state = State.ENDED;
        releaseAll();
        StreamSubscriptions.of(stream).endReplay();
        live.forEach(topic -> topic.start(topic.subscription().position()));
        deferred.forEach(stream.lane()::execute);
    }

    private void hold() {
        if (state != State.HOLDING) {
            state = State.HOLDING;
            log.addArrivalListener(wakeUp);
            timer = afterHoldTimeout(this::onTimeout);
            stream.lane().signal(stream); // For what arrived before the listener was there.
        }
    }

    private void retryLater() {
        state = State.RETRYING;
        timer = log.after(RETRY_DELAY, () -> stream.lane().execute(this::onTimeout));
    }

    private void onTimeout() {
        if (draining) {
            return;
        }
        if (state == State.HOLDING) {
            holdExpired = true;
            read();
        } else if (state == State.RETRYING) {
            state = State.SENDING;
            stream.lane().signal(stream);
        }
    }

    private void release() {
        log.removeArrivalListener(wakeUp);
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void releaseAll() {
        release();
        if (drainTimer != null) {
            drainTimer.cancel();
            drainTimer = null;
        }
    }

    private void read() {
        release();
        restartDrainTimer();
        state = State.READING;
        pages.read(position, List.copyOf(topics), holdExpired);
    }

    /** On any thread. */
    private void onPage(PageReader.Page page) {
        result = page;
        stream.lane().signal(stream);
    }

    /** Takes what has been read. */
    private void collect() {
        PageReader.Page page = result;
        if (page == null) {
            return;
        }
        result = null;
        if (topics.stream().anyMatch(topic -> !topic.isAwaited())) {
            state = State.SENDING; // It is read again, without the events of that topic.
            return;
        }
        boolean progress = page.gap() != null || !page.position().equals(position);
        position = page.position();
        ready.addAll(page.frames());
        state = State.SENDING;
        if (page.gap() != null) {
            sendGap(page.gap());
        }
        if (progress) {
            holdExpired = false;
        } else if (page.failed() || status() != IdStatus.NOT_YET) {
            retryLater();
        }
    }

    private void sendGap(Gap gap) {
        List<ReplayedTopic> skipping = new ArrayList<>();
        for (ReplayedTopic topic : topics) {
            topic.gapEvent().ifPresent(event -> ready.add(Frame.of(withPosition(event, gap))));
            if (topic.gapPolicy() == GapPolicy.LIVE) {
                skipping.add(topic);
            }
        }
        topics.removeAll(skipping);
        live.addAll(skipping);
    }

    /** The client stores the id, and does not receive the gap event a second time when it resumes. */
    private static Event withPosition(Event event, Gap gap) {
        return event.id().isPresent() ? event : event.withId(gap.resumeAfter().toString());
    }

    /** Holds when everything has been read and sent that comes in time; false only while pages are expected. */
    @Override
    public BooleanSupplier drainTarget() {
        boolean closedByUser = stream.closeReason().isPresent();
        if (closedByUser) {
            drainTimer = afterHoldTimeout(this::stopReading);
        } else {
            draining = true;
        }
        return () -> ready.isEmpty() && (draining || state == State.HOLDING || state == State.RETRYING);
    }

    private void restartDrainTimer() {
        if (drainTimer != null) {
            drainTimer.cancel();
            drainTimer = afterHoldTimeout(this::stopReading);
        }
    }

    private void stopReading() {
        draining = true;
        stream.lane().signal(stream);
    }

    private Ticker.Task afterHoldTimeout(Runnable task) {
        return log.after(HOLD_TIMEOUT, () -> stream.lane().execute(task));
    }

    @Override
    public void onClosed() {
        state = State.ENDED;
        releaseAll();
        topics.forEach(topic -> topic.subscription().end());
        live.forEach(topic -> topic.subscription().end());
        StreamSubscriptions.of(stream).endReplay();
        deferred.forEach(Runnable::run); // Their subscriptions end: the stream is closed.
    }
}
