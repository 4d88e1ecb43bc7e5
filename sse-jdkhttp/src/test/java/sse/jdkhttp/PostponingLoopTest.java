package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.Ticker;
import sse.api.spi.support.SerialExecutor;

/** The loop on one thread: workers and steps are run by the test. */
class PostponingLoopTest {
    private static final Duration STEP = Duration.ofNanos(PostponingLoop.STEP_NANOS);
    private static final Duration LEAST = Duration.ofNanos(PostponingLoop.MIN_NANOS);

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final HandTicker ticker = new HandTicker();
    private final List<String> happened = new ArrayList<>();
    private final SerialExecutor lane = new SerialExecutor(Runnable::run);
    private final WriteQueue writes =
            new WriteQueue(lane, workers::add, new BlockedThreadLimit(BlockedThreadLimit.NO_LIMIT), ticker);
    private final RequestFlow requests = new RequestFlow(ticker);
    private final PostponingLoop loop = new PostponingLoop(lane, writes, requests, ticker);
    private final Runnable run = () -> happened.add("run");

    private void requestRun() {
        loop.execute(() -> loop.atEndOfPass(run));
    }

    private void requestFollows() {
        requests.onAnswer();
        requests.onRequest();
    }

    private void beginSequence() {
        requestFollows();
        requestFollows();
    }

    private void addWrite(Duration duration) {
        lane.execute(() -> writes.add(new SlowWrite(duration)));
    }

    private void runWorker() {
        workers.remove().run();
    }

    /** Performs a write that takes so long. */
    private void write(Duration duration) {
        addWrite(duration);
        runWorker();
    }

    private void endStep() throws InterruptedException {
        ticker.awaitAndRun(STEP);
    }

    @Nested
    class OutsideSequence {
        @Test
        void runsAtOnce() {
            write(Duration.ofMillis(5));

            requestRun();

            assertThat(happened).containsExactly("run");
        }

        @Test
        void runsAtOnceAtItsBeginning() {
            write(Duration.ofMillis(5));
            requestFollows();

            requestRun();

            assertThat(happened).containsExactly("run");
        }

        @Test
        void runsOnceBehindWritesThatAreLeft() {
            addWrite(Duration.ofMillis(5));
            requestRun();
            requestRun();
            assertThat(happened).isEmpty();

            runWorker();

            assertThat(happened).containsExactly("run");
        }

        @Test
        void runsBehindWritesThatAreNotReadyYet() {
            lane.execute(() -> {
                writes.add(new SlowWrite(Duration.ZERO));
                loop.atEndOfPass(run);
                happened.add("task ends");
            });
            assertThat(happened).containsExactly("task ends");

            runWorker();

            assertThat(happened).containsExactly("task ends", "run");
        }
    }

    @Nested
    class InSequence {
        @Test
        void runsAtOnceIfWritesAreShort() {
            write(LEAST.minusNanos(1));
            beginSequence();

            requestRun();

            assertThat(happened).containsExactly("run");
        }

        @Test
        void waitsAsLongAsWritesTook() throws InterruptedException {
            write(LEAST);
            beginSequence();
            requestRun();
            assertThat(happened).isEmpty();

            requestFollows();
            ticker.awaitAndRun(LEAST);

            assertThat(happened).containsExactly("run");
        }

        @Test
        void waitsStepsWhileRequestsFollow() throws InterruptedException {
            write(STEP.multipliedBy(3));
            beginSequence();
            requestRun();
            for (int i = 0; i < 3; i++) {
                assertThat(happened).isEmpty();
                requestFollows();
                endStep();
            }

            assertThat(happened).containsExactly("run");
        }

        @Test
        void waitsNoLongerThanTheMost() throws InterruptedException {
            write(Duration.ofSeconds(1));
            beginSequence();
            requestRun();
            for (int i = 0; i < 10; i++) {
                assertThat(happened).isEmpty();
                requestFollows();
                endStep();
            }

            assertThat(happened).containsExactly("run");
        }

        @Test
        void endsWithStepWithoutRequest() throws InterruptedException {
            write(STEP.multipliedBy(3));
            beginSequence();
            requestRun();

            endStep();
            requestFollows();
            requestRun();

            assertThat(happened).containsExactly("run", "run");
        }

        @Test
        void waitsBehindWritesToo() throws InterruptedException {
            addWrite(STEP);
            beginSequence();
            requestRun();
            runWorker();
            assertThat(happened).isEmpty();

            endStep();

            assertThat(happened).containsExactly("run");
        }

        @Test
        void runsOtherTasksMeanwhile() throws InterruptedException {
            write(STEP);
            beginSequence();
            requestRun();

            loop.execute(() -> happened.add("answer"));
            endStep();

            assertThat(happened).containsExactly("answer", "run");
        }

        @Test
        void runsTasksInOrderAndEachOnce() throws InterruptedException {
            write(STEP);
            beginSequence();
            requestRun();
            loop.execute(() -> loop.atEndOfPass(() -> happened.add("second")));
            requestRun();

            endStep();

            assertThat(happened).containsExactly("run", "second");
        }

        @Test
        void runsAtOnceIfTickerRejectsStep() {
            write(STEP);
            beginSequence();
            PostponingLoop rejected = new PostponingLoop(lane, writes, requests, new RejectingTicker());

            rejected.execute(() -> rejected.atEndOfPass(run));

            assertThat(happened).containsExactly("run");
        }
    }

    /** A write during which time passes. */
    private final class SlowWrite implements WriteQueue.Write {
        private final Duration duration;

        SlowWrite(Duration duration) {
            this.duration = duration;
        }

        @Override
        public boolean write() {
            ticker.advance(duration);
            return false;
        }

        @Override
        public void onWritten() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void onBlocked() {
            throw new AssertionError("does not block");
        }

        @Override
        public void cut() {
            throw new AssertionError("does not block");
        }
    }

    private static final class RejectingTicker implements Ticker {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Task every(Duration period, Runnable action) {
            throw new RejectedExecutionException("no memory");
        }

        @Override
        public Task after(Duration delay, Runnable action) {
            throw new RejectedExecutionException("no memory");
        }
    }
}
