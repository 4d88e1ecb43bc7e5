package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sse.api.spi.support.SerialExecutor;

/** The queue on one thread: a write that blocks is one during which other things happen. */
class WriteQueueTest {
    private static final Duration CHECK_PERIOD = Duration.ofMillis(5);

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final HandTicker ticker = new HandTicker();
    private final List<String> happened = new ArrayList<>();
    private final BlockedThreadLimit stalled = new BlockedThreadLimit(2);
    private final SerialExecutor loop = new SerialExecutor(Runnable::run);
    private final WriteQueue queue = new WriteQueue(loop, workers::add, stalled, ticker);

    private void add(FakeWrite... writes) {
        loop.execute(() -> List.of(writes).forEach(queue::add));
    }

    private void look() {
        try {
            ticker.awaitAndRun(CHECK_PERIOD);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void runWorker() {
        workers.remove().run();
    }

    @Test
    void writesWhatATaskAddsOnOneWorker() {
        add(new FakeWrite("a"), new FakeWrite("b"), new FakeWrite("c"));
        assertThat(workers).hasSize(1);
        runWorker();
        assertThat(happened).containsExactly("write a", "write b", "write c");
        assertThat(workers).isEmpty();
    }

    @Test
    void beginsWhenTheTaskOfTheLaneHasEnded() {
        loop.execute(() -> {
            queue.add(new FakeWrite("a"));
            assertThat(workers).isEmpty();
        });
        assertThat(workers).hasSize(1);
    }

    @Test
    void isIdleWhenNoWriteIsLeft() {
        assertThat(queue.isIdle()).isTrue();
        loop.execute(() -> {
            queue.add(new FakeWrite("a").during(() -> assertThat(queue.isIdle()).isFalse()));
            assertThat(queue.isIdle()).isFalse();
        });
        assertThat(queue.isIdle()).isFalse();
        runWorker();
        assertThat(queue.isIdle()).isTrue();
        assertThat(happened).containsExactly("write a");
    }

    @Test
    void knowsHowLongTheLatestWritesTook() {
        add(taking(3), taking(5));
        runWorker();
        assertThat(queue.lastNanos()).isEqualTo(8);
        add(taking(6));
        runWorker();
        assertThat(queue.lastNanos()).isEqualTo(6);
        add(taking(1));
        runWorker();
        assertThat(queue.lastNanos()).isEqualTo(3);
    }

    @Test
    void countsNoTimeOfBlockedWrite() {
        add(
                new FakeWrite("a").during(() -> {
                    ticker.advance(Duration.ofNanos(100));
                    look();
                    look();
                    runWorker();
                }),
                taking(2));
        runWorker();
        assertThat(queue.lastNanos()).isEqualTo(2);
    }

    private FakeWrite taking(long nanos) {
        return new FakeWrite("a").during(() -> ticker.advance(Duration.ofNanos(nanos)));
    }

    @Test
    void goesOnWithWhatIsAddedMeanwhile() {
        add(new FakeWrite("a").during(() -> add(new FakeWrite("b"))));
        runWorker();
        assertThat(happened).containsExactly("write a", "write b");
        assertThat(workers).isEmpty();
    }

    @Test
    void beginsAgainAfterTheQueueWasEmpty() {
        add(new FakeWrite("a"));
        runWorker();
        add(new FakeWrite("b"));
        runWorker();
        assertThat(happened).containsExactly("write a", "write b");
    }

    @Test
    void continuesOnNextLeaderIfWriteBlocks() {
        add(
                new FakeWrite("a").during(() -> {
                    look();
                    assertThat(workers).isEmpty();
                    look();
                    runWorker();
                    happened.add("still in a");
                }),
                new FakeWrite("b"),
                new FakeWrite("c"));
        runWorker();
        assertThat(happened).containsExactly("write a", "a blocks", "write b", "write c", "still in a");
        assertThat(workers).isEmpty();
    }

    @Test
    void aWorkerThatHasBlockedTakesNothingMore() {
        add(
                new FakeWrite("a").during(() -> {
                    look();
                    look();
                    happened.add("end of a");
                }),
                new FakeWrite("b"));
        runWorker();
        assertThat(happened).containsExactly("write a", "a blocks", "end of a");
        runWorker();
        assertThat(happened).endsWith("write b");
    }

    @Test
    void ignoresManyShortWrites() {
        add(new FakeWrite("a").during(this::look), new FakeWrite("b").during(this::look), new FakeWrite("c"));
        runWorker();
        assertThat(happened).containsExactly("write a", "write b", "write c");
    }

    @Test
    void startsNoLeaderIfNothingIsQueued() {
        add(new FakeWrite("a").during(() -> {
            look();
            look();
            assertThat(workers).isEmpty();
            assertThat(ticker.isWaiting()).isFalse();
            add(new FakeWrite("b"));
            runWorker();
        }));
        runWorker();
        assertThat(happened).containsExactly("write a", "a blocks", "write b");
    }

    @Test
    void isNotWatchedWhenThereIsNothingToWrite() {
        add(new FakeWrite("a"));
        runWorker();
        look();
        assertThat(ticker.isWaiting()).isFalse();
        assertThat(happened).containsExactly("write a");
    }

    @Test
    void tellsTheLaneOnceOfAllThatWantIt() {
        add(new FakeWrite("a").told(), new FakeWrite("b"), new FakeWrite("c").told());
        runWorker();
        assertThat(happened).containsExactly("write a", "write b", "write c", "a ended", "c ended");
    }

    @Test
    void tellsTheLaneInTheMiddleOfALongQueue() {
        add(IntStream.range(0, 257)
                .mapToObj(i -> new FakeWrite(Integer.toString(i)).told())
                .toArray(FakeWrite[]::new));
        runWorker();
        assertThat(happened.subList(255, 258)).containsExactly("write 255", "0 ended", "1 ended");
        assertThat(happened.subList(511, 514)).containsExactly("255 ended", "write 256", "256 ended");
    }

    @Test
    void notifiesLaneBeforeBlockedWriteEnds() {
        add(new FakeWrite("a").told(), new FakeWrite("b").told().during(() -> {
                    look();
                    look();
                    happened.add("still in b");
                }));
        runWorker();
        assertThat(happened).containsExactly("write a", "write b", "a ended", "b blocks", "still in b", "b ended");
    }

    @Test
    void keepsAWriteApart() {
        add(new FakeWrite("a"));
        loop.execute(() -> queue.runSeparately(new FakeWrite("slow").told()));
        assertThat(workers).hasSize(2);
        runWorker();
        assertThat(happened).containsExactly("write a");
        runWorker();
        assertThat(happened).containsExactly("write a", "write slow", "slow ended");
    }

    @Test
    void writesWithTheNextWhatItHadNoThreadFor() {
        boolean[] full = {true};
        WriteQueue starved = new WriteQueue(
                loop,
                task -> {
                    if (full[0]) {
                        throw new OutOfMemoryError("no thread, as the test wants it");
                    }
                    return workers.add(task);
                },
                stalled,
                ticker);
        List<Throwable> uncaught = new ArrayList<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        loop.execute(() -> starved.add(new FakeWrite("a")));
        assertThat(uncaught).singleElement().isInstanceOf(OutOfMemoryError.class);
        full[0] = false;
        loop.execute(() -> starved.add(new FakeWrite("b")));
        runWorker();
        assertThat(happened).containsExactly("write a", "write b");
    }

    @Test
    void tellsTheOthersThoughOneFails() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> happened.add("uncaught"));
        add(new FakeWrite("a").told().failing(), new FakeWrite("b").told());
        runWorker();
        assertThat(happened).containsExactly("write a", "write b", "a ended", "uncaught", "b ended");
    }

    @AfterEach
    void forgetTheHandler() {
        Thread.currentThread().setUncaughtExceptionHandler(null);
    }

    @Test
    void dropsWritesWhenTheWorkersAreClosed() {
        WriteQueue closed = new WriteQueue(loop, task -> false, stalled, ticker);
        loop.execute(() -> closed.add(new FakeWrite("a")));
        loop.execute(() -> closed.runSeparately(new FakeWrite("b")));
        assertThat(ticker.isWaiting()).isFalse();
        assertThat(happened).isEmpty();
    }

    @Test
    void cutsLongestBlockedWriteAboveLimit() {
        FakeWrite last = new FakeWrite("c").during(this::lookTwice);
        FakeWrite second = new FakeWrite("b").during(() -> {
            lookTwice();
            runWorker();
        });
        add(
                new FakeWrite("a").during(() -> {
                    lookTwice();
                    runWorker();
                }),
                second,
                last);
        runWorker();
        assertThat(happened)
                .containsExactly("write a", "a blocks", "write b", "b blocks", "write c", "c blocks", "a cut");
    }

    @Test
    void countsAWriteThatEndedNoMore() {
        for (String name : List.of("a", "b", "c", "d")) {
            add(new FakeWrite(name).during(this::lookTwice));
            runWorker();
            loop.execute(() -> queue.runSeparately(new FakeWrite("slow " + name)));
            runWorker();
        }
        assertThat(happened)
                .contains("write a", "write slow a", "write d", "write slow d")
                .noneMatch(what -> what.endsWith(" cut"));
    }

    @Test
    void writesInTurnWhatItHasNoRoomApartFor() {
        loop.execute(() -> List.of("a", "b", "c")
                .forEach(name -> queue.runSeparately(new FakeWrite(name).during(() -> {
                    if (name.equals("c")) {
                        lookTwice();
                    }
                }))));
        Runnable first = workers.remove();
        Runnable second = workers.remove();
        runWorker();
        assertThat(happened).containsExactly("write c", "c blocks", "a cut");
        first.run();
        second.run();
        assertThat(happened).endsWith("write a", "write b");
    }

    private void lookTwice() {
        look();
        look();
    }

    private final class FakeWrite implements WriteQueue.Write {
        private final String name;
        private boolean told;
        private boolean failing;
        private Runnable during = () -> {};

        FakeWrite(String name) {
            this.name = name;
        }

        FakeWrite told() {
            told = true;
            return this;
        }

        FakeWrite failing() {
            failing = true;
            return this;
        }

        FakeWrite during(Runnable action) {
            during = action;
            return this;
        }

        @Override
        public boolean write() {
            happened.add("write " + name);
            during.run();
            return told;
        }

        @Override
        public void onWritten() {
            happened.add(name + " ended");
            if (failing) {
                throw new IllegalStateException("fails, as the test wants it");
            }
        }

        @Override
        public void cut() {
            happened.add(name + " cut");
        }

        @Override
        public void onBlocked() {
            happened.add(name + " blocks");
        }
    }
}
