package sse.api.internal.subscription;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.api.internal.history.IdStatus;
import sse.api.internal.stream.FrameSource;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.PageRequest.Ahead;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.Frame;
import sse.api.spi.history.EntryId;

/**
 * Sends a resuming client what is no longer in memory, and then starts its subscriptions, without a gap or a duplicate.
 * Confined to the stream's lane.
 *
 * <pre>
 *             position evicted                    page read
 *   SENDING ───────────────────────> READING ──────────────────> SENDING
 *      |  |                              └── the log failed ──> RETRYING ── time passes ──> SENDING
 *      |  └── position not yet ──> HOLDING ── entry arrives, or the log answers ──> SENDING
 *      |                              └── time passes ──> READING
 *      └── position retained in memory ──> ENDED: the subscriptions start behind it
 * </pre>
 *
 * <p>One page is read at a time, on the executor, when the frames of the one before have been written: a slow client
 * costs a page of memory and no thread. While the replay holds, the stream stays open and sends heartbeats, and the log
 * is asked once: it may have the position, or know that there is none. A position that has not arrived when the time is
 * over is treated as one of another log; a log that fails is asked again, however long that takes.
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
    private final Runnable wakeUp;

    // Confined to the lane.
    private final ReplayedTopics topics;
    private final List<Runnable> deferred = new ArrayList<>(0);
    private final Deque<Frame> ready = new ArrayDeque<>();
    private State state = State.SENDING;
    private EntryId position;
    private @Nullable PageRequest request;
    private boolean begun;
    private boolean clientIsBehind; // Its id is from before the position: transforms have dropped what followed.
    private boolean draining;
    private Ahead ahead = Ahead.MAY_ARRIVE;
    private Ticker.@Nullable Task timer;
    private Ticker.@Nullable Task drainTimer;

    private HistoryReplay(ServerEventStream stream, ReplayLog log, List<ReplayedTopic> topics, EntryId position) {
        this.stream = stream;
        this.log = log;
        this.topics = new ReplayedTopics(topics);
        this.position = position;
        this.wakeUp = () -> stream.lane().signal(stream);
    }

    /** Starts a replay for a stream that has no subscription. */
    public static void start(ServerEventStream stream, ReplayLog log, List<ReplayedTopic> topics, EntryId position) {
        StreamSubscriptions.of(stream).startReplay(new HistoryReplay(stream, log, topics, position));
    }

    /** Starts a replay for subscriptions that have fallen behind what is in memory. */
    static void continueFrom(ServerEventStream stream, ReplayLog log, List<ReplayedTopic> topics, EntryId position) {
        HistoryReplay replay = new HistoryReplay(stream, log, topics, position);
        replay.begun = true;
        StreamSubscriptions.of(stream).startReplay(replay);
    }

    /** Adds topics of the hub. Returns false if it is too late, because the client has been sent later ids. */
    public boolean add(ReplayLog ofHub, List<ReplayedTopic> added) {
        if (begun || draining || state == State.ENDED || ofHub != log) {
            return false;
        }
        topics.addAll(added);
        if (state == State.READING || state == State.HOLDING) {
            release();
            state = State.SENDING; // It is read again, with the events of these topics.
        }
        stream.lane().signal(stream);
        return true;
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

    /** Returns false: what is read may have been made for this stream, by a transform or a gap. */
    @Override
    public boolean isShareable() {
        return false;
    }

    private void proceed() {
        topics.removeEnded();
        if (topics.isEmpty()) {
            end();
        } else if (!draining) {
            switch (topics.status(position)) {
                case RETAINED -> join();
                case NOT_YET -> hold();
                case EVICTED, FOREIGN -> read();
            }
        }
    }

    private void join() {
        Optional<long[]> positions = topics.positionsAfter(position);
        if (positions.isEmpty()) {
            read(); // Evicted a moment ago.
            return;
        }
        if (clientIsBehind) {
            stream.resumePoint(position.toString()).ifPresent(stream::sendControlFirst);
        }
        end();
        StreamSubscriptions.of(stream).setLastId(position.toString());
        topics.start(positions.get());
    }

    private void end() {
        state = State.ENDED;
        releaseAll();
        StreamSubscriptions.of(stream).endReplay();
        deferred.forEach(stream.lane()::execute);
    }

    private void hold() {
        if (state != State.HOLDING) {
            state = State.HOLDING;
            log.addArrivalListener(wakeUp);
            timer = afterHoldTimeout(this::onTimeout);
            request = newRequest().submit(Ahead.MAY_ARRIVE);
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
            ahead = Ahead.IS_FOREIGN;
            read();
        } else if (state == State.RETRYING) {
            state = State.SENDING;
            stream.lane().signal(stream);
        }
    }

    private void release() {
        log.removeArrivalListener(wakeUp);
        request = null;
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
        request = newRequest().submit(ahead);
    }

    private PageRequest newRequest() {
        return PageRequest.of(stream, log, topics.list(), position);
    }

    /** Takes what has been read. */
    private void collect() {
        PageRequest.Page page = request == null ? null : request.page();
        if (page == null) {
            return;
        }
        request = null;
        boolean progress = page.gap() != null || !page.position().equals(position);
        if (state == State.HOLDING && !progress) {
            return; // The log does not have the position either.
        }
        release();
        state = State.SENDING;
        if (topics.removeEnded()) {
            return; // It is read again, without the events of that topic.
        }
        if (page.gap() != null && topics.takeSnapshots()) {
            end();
            topics.startAfterGap(page.gap());
            return;
        }
        position = page.position();
        ready.addAll(page.frames());
        clientIsBehind = page.endsHidden() || (clientIsBehind && page.frames().isEmpty());
        if (page.gap() != null) {
            ready.addAll(topics.onGap(page.gap()));
        }
        if (progress) {
            begun = true;
            ahead = Ahead.MAY_ARRIVE;
        } else if (page.failed() || topics.status(position) != IdStatus.NOT_YET) {
            retryLater();
        }
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
        topics.end();
        StreamSubscriptions.of(stream).endReplay();
        deferred.forEach(Runnable::run); // Their subscriptions end: the stream is closed.
    }
}
