package sse.api.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sse.api.EventStream;
import sse.api.StreamClosing;
import sse.api.Ticker;
import sse.api.internal.executor.GuardedExecutor;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamLane;

/**
 * Closes open streams that a predicate accepts, and remembers the predicates of those that are closed for good.
 * Thread-safe; does not block.
 *
 * <pre>
 *   any thread: remember ──> each lane: collect its streams ──> executor: predicate ──> lane: drain those accepted
 * </pre>
 *
 * <p>A predicate is remembered before the lanes collect, and each lane looks at the remembered ones when it opens a
 * stream. So a stream that opens meanwhile is either collected or refused.
 */
final class StreamClosings {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final int MAX_REMEMBERED = 1024;

    // Immutable after construction.
    private final GuardedExecutor executor;
    private final Ticker ticker;

    // Written by any thread, under this object's lock; read by lanes.
    private volatile List<Remembered> remembered = List.of();

    // Written by any thread.
    private final Set<ClosingRound> unfinished = ConcurrentHashMap.newKeySet();

    StreamClosings(GuardedExecutor executor, Ticker ticker) {
        this.executor = executor;
        this.ticker = ticker;
    }

    /**
     * A predicate that is remembered.
     *
     * @param streams accepts the streams that are not opened
     * @param untilNanos until when, by the ticker
     */
    record Remembered(Predicate<? super EventStream> streams, long untilNanos) {}

    /**
     * Closes streams.
     *
     * @return completes with their number
     * @throws IllegalStateException if no more predicates can be remembered
     */
    CompletableFuture<Integer> close(
            List<StreamLane> lanes, Predicate<? super EventStream> streams, StreamClosing closing) {
        closing.forGood().ifPresent(time -> remember(new Remembered(streams, ticker.nanoTime() + time.toNanos())));
        ClosingRound round = new ClosingRound(streams, closing, lanes.size(), unfinished::remove);
        unfinished.add(round);
        lanes.forEach(lane -> closeOn(lane, round));
        if (lanes.isEmpty()) {
            round.end();
        }
        return round.result().copy();
    }

    private void closeOn(StreamLane lane, ClosingRound round) {
        try {
            lane.execute(() -> {
                List<ServerEventStream> open = new ArrayList<>();
                lane.forEachStream(open::add);
                round.guard(() -> executor.execute(() -> round.closeOn(lane, open)));
            });
        } catch (Exception | Error rejected) {
            round.fail(rejected);
        }
    }

    /** Completes what the lanes do not get to any more. Called when they have ended. */
    void end() {
        unfinished.forEach(ClosingRound::end);
    }

    private synchronized void remember(Remembered added) {
        List<Remembered> present = valid(remembered);
        if (present.size() == MAX_REMEMBERED) {
            throw new IllegalStateException("at most " + MAX_REMEMBERED
                    + " predicates of streams that are closed for good are remembered: let the admission refuse them");
        }
        remembered = Stream.concat(present.stream(), Stream.of(added)).toList();
    }

    /**
     * Returns what is remembered now. As long as nothing is added or forgotten, it is the same list.
     *
     * @return the predicates, empty if there are none
     */
    List<Remembered> remembered() {
        List<Remembered> present = remembered;
        long now = ticker.nanoTime();
        for (int i = 0; i < present.size(); i++) {
            if (present.get(i).untilNanos() - now <= 0) {
                return forget();
            }
        }
        return present;
    }

    private synchronized List<Remembered> forget() {
        remembered = valid(remembered);
        return remembered;
    }

    private List<Remembered> valid(List<Remembered> present) {
        long now = ticker.nanoTime();
        return present.stream().filter(each -> each.untilNanos() - now > 0).toList();
    }

    /** Returns true if one of the predicates accepts a stream; empty if one throws, which is logged. Runs user code. */
    static Optional<Boolean> isClosed(EventStream stream, List<Remembered> closings) {
        try {
            return Optional.of(closings.stream().anyMatch(each -> each.streams().test(stream)));
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "predicate of streams that were closed for good threw", failure);
            return Optional.empty();
        }
    }
}
