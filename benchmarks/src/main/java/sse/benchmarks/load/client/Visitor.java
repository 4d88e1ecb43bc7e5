package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client that comes and leaves again and again, as a browser would: it asks for what follows the last id it has
 * seen, and checks that the events of all its visits are one sequence. Confined to the loop.
 *
 * <pre>
 *   AWAY --its time--> CONNECTING --> READING --its time, one event at least--> AWAY, or STALLED
 *    ^                                 |   ^                                               |
 *    +------------ the stream ends ----+   +------------------ its time -------------------+
 * </pre>
 *
 * A stream may end only after a stall. A visitor that has stalled leaves, too, when nothing comes for some seconds: a
 * server that cannot reset the connection has closed it, and the kernel, whose peer took nothing for so long, may wait
 * two minutes before it sends the rest again.
 */
final class Visitor implements EventSink {
    private enum State {
        AWAY,
        CONNECTING,
        READING,
        STALLED
    }

    /** Events come many times a second. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int index;
    private final Visitors all;
    private final SplittableRandom random;
    private State state = State.AWAY;
    private long dueNanos;
    private boolean inHaste;
    private @Nullable SequenceCheck check;
    private @Nullable String lastEventId;

    // Of the present visit.
    private @Nullable Visit visit;
    private IdField ids = new IdField();
    private boolean hasStalled;
    private boolean hasEvent;
    private long readNanos;

    Visitor(int index, Visitors all) {
        this.index = index;
        this.all = all;
        this.random = new SplittableRandom(all.script().seed() + index);
        this.dueNanos = System.nanoTime() + all.script().times().awayNanos(random);
    }

    /** Returns its number among all, from zero. */
    int index() {
        return index;
    }

    boolean isHere() {
        return state == State.READING;
    }

    /** Returns true if it is connected and has received an event. */
    boolean hasEvent() {
        return isHere() && hasEvent;
    }

    boolean isStalled() {
        return state == State.STALLED;
    }

    /**
     * Returns how many events are still to come until it has so many publications. One who has had none yet lacks one
     * at least.
     */
    long outstanding(long published) {
        return check == null ? 1 : Math.max(0, published - check.last());
    }

    /** Has it come back, or read on, now. */
    void hurry(long nowNanos) {
        dueNanos = nowNanos;
        inHaste = false;
    }

    /** Does what its time has come for. */
    void onTime(long nowNanos) throws IOException {
        if (state == State.READING && hasStalled && nowNanos - readNanos > SILENCE_NANOS) {
            all.counts().cutOff++;
            reset(nowNanos);
            return;
        }
        if (nowNanos - dueNanos < 0) {
            return;
        }
        switch (state) {
            case AWAY -> come(nowNanos);
            case CONNECTING -> {}
            case READING -> {
                if (hasEvent && !all.isSettled()) {
                    leave(nowNanos, Departure.any(random));
                }
            }
            case STALLED -> {
                state = State.READING;
                readNanos = nowNanos;
                present().resume();
                dueNanos = nowNanos + all.script().times().visitNanos(random);
            }
        }
    }

    /** Its request has been sent. */
    void onOpen(long nowNanos) throws IOException {
        state = State.READING;
        dueNanos = nowNanos + all.script().times().visitNanos(random);
        if (inHaste) {
            inHaste = false;
            leave(nowNanos, Departure.FIN);
        }
    }

    /** It has read what there was. */
    void onRead(long nowNanos) throws IOException {
        readNanos = nowNanos;
        onTime(nowNanos);
    }

    /** Its stream has ended, or is not what it must be. */
    void onFailure(IOException failure, long nowNanos) {
        if (hasStalled && !(failure instanceof MalformedStreamException)) {
            all.counts().cutOff++;
            end(nowNanos);
        } else {
            lose(failure, nowNanos);
        }
    }

    /** Its connection was closed by the client, with all the visits on it. */
    void onDropped(long nowNanos) {
        goAway(nowNanos);
    }

    @Override
    public void onEvent(long sequence, long nanos) {
        if (check == null) {
            check = new SequenceCheck(sequence - 1, all.stats());
        } else if (!hasEvent) {
            all.counts().resumed++;
        }
        hasEvent = true;
        check.accept(sequence);
        all.stats().deliveries++;
    }

    /** Leaves for good, by a reset. */
    void quit() throws IOException {
        if (visit != null) {
            visit.reset();
        }
    }

    private void come(long nowNanos) {
        hasStalled = false;
        hasEvent = false;
        ids = new IdField();
        all.counts().visits++;
        state = State.CONNECTING;
        try {
            visit = all.begin(this, lastEventId, ids);
        } catch (IOException refused) {
            all.stats().fail(refused);
            goAway(nowNanos);
        }
    }

    private void leave(long nowNanos, Departure departure) throws IOException {
        switch (departure) {
            case FIN -> end(nowNanos);
            case RESET -> reset(nowNanos);
            case HASTE -> {
                reset(nowNanos);
                inHaste = true;
            }
            case VANISH -> {
                present().abandon();
                all.abandon(present(), nowNanos);
                goAway(nowNanos);
            }
            case STALL -> {
                state = State.STALLED;
                hasStalled = true;
                present().pause();
                dueNanos = nowNanos + all.script().times().stallNanos(random);
            }
        }
    }

    private void reset(long nowNanos) throws IOException {
        present().reset();
        goAway(nowNanos);
    }

    /** Starts again without an id, since its old id would report the same gap again. */
    private void lose(IOException failure, long nowNanos) {
        all.stats()
                .fail(new IOException(
                        failure.getMessage() + ", on a visit that began after id " + lastEventId, failure));
        end(nowNanos);
        lastEventId = null;
        check = null;
    }

    private void end(long nowNanos) {
        try {
            present().close();
        } catch (IOException failure) {
            all.stats().fail(failure);
        }
        goAway(nowNanos);
    }

    /** An event of which a part had come does not count: its id is not the last. */
    private void goAway(long nowNanos) {
        String seen = ids.last();
        lastEventId = seen == null ? lastEventId : seen;
        visit = null;
        state = State.AWAY;
        dueNanos = all.isSettled() ? nowNanos : nowNanos + all.script().times().awayNanos(random);
    }

    private Visit present() {
        if (visit == null) {
            throw new IllegalStateException("visitor must be connected: " + state);
        }
        return visit;
    }
}
