package sse.benchmarks.load.client;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
    private @Nullable SelectionKey key;
    private @Nullable Connection connection;
    private IdField ids = new IdField();
    private ResponseReader response;
    private boolean hasStalled;
    private boolean hasEvent;
    private long readNanos;

    Visitor(int index, Visitors all) {
        this.index = index;
        this.all = all;
        this.random = new SplittableRandom(all.script().seed() + index);
        this.response = new ResponseReader(all.script().payloadBytes(), this, ids);
        this.dueNanos = System.nanoTime() + all.script().times().awayNanos(random);
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
                present().interestOps(SelectionKey.OP_READ);
                dueNanos = nowNanos + all.script().times().visitNanos(random);
            }
        }
    }

    /** Does what its connection is ready for. */
    void onReady(long nowNanos) {
        try {
            if (state == State.CONNECTING) {
                greet(nowNanos);
            } else {
                read(nowNanos);
            }
        } catch (MalformedStreamException wrong) {
            lose(wrong, nowNanos);
        } catch (IOException ended) {
            if (hasStalled) {
                all.counts().cutOff++;
                end(nowNanos);
            } else {
                lose(ended, nowNanos);
            }
        }
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
        if (key != null) {
            Visitors.reset(channel());
        }
    }

    private void come(long nowNanos) {
        hasStalled = false;
        hasEvent = false;
        ids = new IdField();
        response = new ResponseReader(all.script().payloadBytes(), this, ids);
        all.counts().visits++;
        try {
            key = all.connect(index, this);
            state = State.CONNECTING;
        } catch (IOException refused) {
            all.stats().fail(refused);
            goAway(nowNanos);
        }
    }

    private void greet(long nowNanos) throws IOException {
        channel().finishConnect();
        Connection opened = all.connectionOn(channel());
        opened.send(request().getBytes(StandardCharsets.ISO_8859_1));
        connection = opened;
        state = State.READING;
        present().interestOps(SelectionKey.OP_READ);
        dueNanos = nowNanos + all.script().times().visitNanos(random);
        if (inHaste) {
            inHaste = false;
            leave(nowNanos, Departure.FIN);
        }
    }

    private String request() {
        String resume = lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        return "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n" + resume
                + "\r\n";
    }

    private void read(long nowNanos) throws IOException {
        int read = connection == null ? 0 : all.read(connection);
        readNanos = nowNanos;
        if (read < 0) {
            throw new IOException("stream must not end: connection closed");
        }
        response.accept(all.bytes(), 0, read);
        if (response.hasEnded()) {
            throw new IOException("stream must not end: last chunk");
        }
        onTime(nowNanos);
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
                present().cancel();
                all.abandon(channel(), nowNanos);
                goAway(nowNanos);
            }
            case STALL -> {
                state = State.STALLED;
                hasStalled = true;
                present().interestOps(0);
                dueNanos = nowNanos + all.script().times().stallNanos(random);
            }
        }
    }

    private void reset(long nowNanos) throws IOException {
        Visitors.reset(channel());
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
            channel().close();
        } catch (IOException failure) {
            all.stats().fail(failure);
        }
        goAway(nowNanos);
    }

    /** An event of which a part had come does not count: its id is not the last. */
    private void goAway(long nowNanos) {
        String seen = ids.last();
        lastEventId = seen == null ? lastEventId : seen;
        key = null;
        connection = null;
        state = State.AWAY;
        dueNanos = all.isSettled() ? nowNanos : nowNanos + all.script().times().awayNanos(random);
    }

    private SocketChannel channel() {
        return (SocketChannel) present().channel();
    }

    private SelectionKey present() {
        if (key == null) {
            throw new IllegalStateException("visitor must be connected: " + state);
        }
        return key;
    }
}
