package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.internal.CoreLog;
import sse.api.internal.HandDrivenTicker;

/** Starting, finding, ending and forgetting runs, without clients. The executor is driven by hand. */
class RunsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final RunProducer NOTHING = out -> {};

    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final List<String> ends = new ArrayList<>();
    private final Runs runs = settings().build();

    private Runs.Builder settings() {
        return Runs.builder()
                .executor(executor::add)
                .ticker(ticker)
                .retention(MINUTE)
                .onEnd(run -> ends.add(run.toString()));
    }

    private void runAll() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    private Run endedRun(Runs of, String key) {
        Run run = of.start(key, NOTHING);
        runAll();
        return run;
    }

    @Test
    void returnsTheRunThatHasTheKey() {
        Run first = runs.start("a", NOTHING);
        Run second = runs.start("a", out -> {
            throw new AssertionError("must not run");
        });
        Run other = runs.start("b", NOTHING);

        assertThat(second).isEqualTo(first).hasSameHashCodeAs(first).isNotEqualTo(other);
        assertThat(runs.find("a")).contains(first);
        assertThat(runs.find("c")).isEmpty();
        assertThat(executor).hasSize(2);
        assertThat(first.key()).isEqualTo("a");
        assertThat(first).hasToString("Run[\"a\", RUNNING]");
    }

    @Test
    void completesWhenProducerReturns() throws Exception {
        Run run = runs.start("a", out -> out.send(out.key()));
        assertThat(run.awaitEnd(Duration.ZERO)).isFalse();
        runAll();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.events()).isEqualTo(2);
        assertThat(run.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(run.stop()).isFalse();
        assertThat(ends).containsExactly("Run[\"a\", COMPLETED]");
        assertThat(runs.start("a", NOTHING)).isEqualTo(run);
    }

    @Test
    void failsWhenProducerThrows() {
        Run run = runs.start("a", out -> {
            throw new IOException("expected by this test");
        });
        runAll();

        assertThat(coreLog.records()).containsExactly("producer of run \"a\" threw: expected by this test");
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(ends).containsExactly("Run[\"a\", FAILED]");
    }

    @Test
    void sendsDefaultIfFailureEventThrows() {
        Runs failing = settings()
                .failureEvent(failure -> {
                    throw new IllegalStateException("expected by this test");
                })
                .build();
        Run run = failing.start("a", out -> {
            throw new IOException("expected by this test");
        });
        runAll();

        assertThat(coreLog.records())
                .containsExactly(
                        "producer of run \"a\" threw: expected by this test",
                        "failure event of run \"a\" threw: expected by this test");
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.events()).isEqualTo(1);
    }

    @Nested
    class Stopped {
        @Test
        void interruptsProducerAndRejectsEvents() {
            List<String> seen = new ArrayList<>();
            Run[] run = new Run[1];
            run[0] = runs.start("a", out -> {
                out.onStop(() -> seen.add("onStop"));
                assertThat(out.isStopped()).isFalse();
                assertThat(run[0].stop()).isTrue();
                assertThat(out.isStopped()).isTrue();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                out.onStop(() -> seen.add("late onStop"));
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> out.send("x"))
                        .withMessage("run was stopped: \"a\"");
                seen.add("returns");
            });
            runAll();

            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(run[0].state()).isEqualTo(RunState.STOPPED);
            assertThat(run[0].events()).isEqualTo(1);
            assertThat(seen).containsExactly("returns", "onStop", "late onStop");
            assertThat(ends).containsExactly("Run[\"a\", STOPPED]");
        }

        @Test
        void ignoresWhatProducerThrows() {
            Run[] run = new Run[1];
            run[0] = runs.start("a", out -> {
                run[0].stop();
                throw new IOException("because it was stopped");
            });
            runAll();

            assertThat(run[0].state()).isEqualTo(RunState.STOPPED);
            assertThat(run[0].events()).isEqualTo(1);
            assertThat(run[0].stop()).isFalse();
            assertThat(coreLog.records()).isEmpty();
        }

        @Test
        void doesNotBeginAfterwards() {
            List<String> begun = new ArrayList<>();
            Run run = runs.start("a", out -> begun.add(out.key()));
            assertThat(run.stop()).isTrue();
            runAll();

            assertThat(begun).isEmpty();
            assertThat(run.state()).isEqualTo(RunState.STOPPED);
        }

        @Test
        void leavesInterruptOfOthersAlone() {
            Run run = runs.start("a", out -> {
                throw new InterruptedException("expected by this test");
            });
            runAll();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(run.state()).isEqualTo(RunState.FAILED);
        }
    }

    @Nested
    class Retention {
        @Test
        void forgetsEndedRunsInTime() {
            Run running = runs.start("running", NOTHING);
            Runnable producer = executor.remove();
            Run first = endedRun(runs, "first");
            ticker.advance(MINUTE.minusNanos(1));
            Run second = endedRun(runs, "second");
            assertThat(runs.find("first")).contains(first);
            assertThat(ticker.tasks()).isEqualTo(1);

            ticker.advance(Duration.ofNanos(1));
            assertThat(runs.find("first")).isEmpty();
            assertThat(runs.find("second")).contains(second);
            ticker.advance(MINUTE);
            assertThat(runs.find("second")).isEmpty();
            assertThat(runs.find("running")).contains(running);
            assertThat(ticker.tasks()).isZero();
            assertThat(runs.statistics())
                    .isEqualTo(RunsStatistics.builder()
                            .running(1)
                            .started(3)
                            .retainedBytes(running.bytes())
                            .build());

            producer.run();
            runAll();
            ticker.advance(MINUTE);
            assertThat(runs.statistics())
                    .isEqualTo(RunsStatistics.builder().started(3).build());
        }

        @Test
        void startsAnewAfterRemoval() {
            Run first = runs.start("a", NOTHING);
            assertThat(runs.remove("a")).isFalse();
            runAll();

            assertThat(runs.remove("a")).isTrue();
            assertThat(runs.remove("a")).isFalse();
            assertThat(runs.start("a", NOTHING)).isNotEqualTo(first);
        }

        @Test
        void stopsRunsThatTakeTooLong() {
            Runs limited = settings().maxDuration(MINUTE).build();
            Run first = limited.start("a", NOTHING);
            ticker.advance(MINUTE.minusNanos(1));
            Run second = limited.start("b", NOTHING);
            assertThat(first.state()).isEqualTo(RunState.RUNNING);

            ticker.advance(Duration.ofNanos(1));
            assertThat(first.state()).isEqualTo(RunState.STOPPED);
            assertThat(second.state()).isEqualTo(RunState.RUNNING);
            ticker.advance(MINUTE);
            assertThat(second.state()).isEqualTo(RunState.STOPPED);
            assertThat(limited.find("a")).isEmpty();
            ticker.advance(MINUTE);
            assertThat(ticker.tasks()).isZero();
        }
    }

    @Nested
    class Bounds {
        @Test
        void evictsOldestEndedRun() {
            Runs three = settings().maxRuns(3).build();
            three.start("running", NOTHING);
            Runnable producer = executor.remove();
            endedRun(three, "first");
            endedRun(three, "second");
            three.start("new", NOTHING);

            assertThat(three.find("running")).isPresent();
            assertThat(three.find("first")).isEmpty();
            assertThat(three.find("second")).isPresent();
            assertThat(three.statistics().evicted()).isEqualTo(1);
            producer.run();
        }

        @Test
        void rejectsWhereAllAreRunning() {
            Runs two = settings().maxRuns(2).build();
            Run first = two.start("a", NOTHING);
            two.start("b", NOTHING);
            assertThatExceptionOfType(RunRejectedException.class)
                    .isThrownBy(() -> two.start("c", NOTHING))
                    .withMessage("runs must be at most 2: 2 are running");
            assertThat(two.start("a", NOTHING)).isEqualTo(first);
            assertThat(two.statistics().rejected()).isEqualTo(1);
            assertThat(two.find("c")).isEmpty();

            runAll();
            Run third = two.start("c", NOTHING);
            assertThat(two.find("c")).contains(third);
            assertThat(two.find("a")).isEmpty();
        }

        @Test
        void evictsEndedRunsForBytes() {
            Runs small = settings().maxBytes(10_000).build();
            Run first = small.start("a", out -> out.send("x".repeat(3_000)));
            runAll();
            Run second = small.start("b", out -> out.send("x".repeat(3_000)));
            runAll();
            assertThat(small.statistics().retainedBytes()).isEqualTo(first.bytes() + second.bytes());
            Run third = small.start("c", out -> {
                out.send("x".repeat(1_500));
                assertThat(small.find("a")).isPresent();
                out.send("x".repeat(1_500));
                assertThat(small.find("a")).isEmpty();
            });
            executor.remove().run();

            assertThat(third.state()).isEqualTo(RunState.COMPLETED);
            assertThat(small.find("b")).contains(second);
            assertThat(small.statistics().retainedBytes()).isEqualTo(second.bytes() + third.bytes());
            assertThat(small.statistics().evicted()).isEqualTo(1);
        }

        @Test
        void evictsOwnEventsIfNoRunHasEnded() {
            Runs small = settings().maxBytes(10_000).build();
            Run run = small.start("a", out -> {
                for (int i = 0; i < 1_000; i++) {
                    out.send("x".repeat(100));
                    assertThat(small.statistics().retainedBytes()).isLessThanOrEqualTo(10_000);
                }
                assertThat(small.statistics().retainedBytes()).isGreaterThan(9_500);
                assertThatExceptionOfType(RunRejectedException.class)
                        .isThrownBy(() -> small.start("b".repeat(255), NOTHING))
                        .withMessageStartingWith("runs must take at most 10000 bytes: 1 are running and take ");
            });
            executor.remove().run();

            // What a producer throws, an assertion too, only fails its run.
            assertThat(coreLog.records()).isEmpty();
            assertThat(run.state()).isEqualTo(RunState.COMPLETED);
            assertThat(run.events()).isEqualTo(1_001);
            assertThat(small.statistics().retainedBytes()).isEqualTo(run.bytes());
        }

        @Test
        void rejectsWhatExecutorRejects() {
            Runs rejecting = Runs.builder()
                    .ticker(ticker)
                    .executor(task -> {
                        throw new RejectedExecutionException("expected by this test");
                    })
                    .build();

            assertThatExceptionOfType(RunRejectedException.class)
                    .isThrownBy(() -> rejecting.start("a", NOTHING))
                    .withMessage("executor rejected the producer of run \"a\"")
                    .withCauseInstanceOf(RejectedExecutionException.class);
            assertThat(rejecting.find("a")).isEmpty();
            assertThat(rejecting.statistics().retainedBytes()).isZero();
        }
    }

    @Nested
    class Closed {
        @Test
        void stopsRunningAndKeepsEnded() {
            Run ended = endedRun(runs, "ended");
            Run running = runs.start("running", NOTHING);
            runs.close();
            runs.close(MINUTE);

            assertThat(running.state()).isEqualTo(RunState.STOPPED);
            assertThat(runs.find("ended")).contains(ended);
            assertThat(runs.start("ended", NOTHING)).isEqualTo(ended);
            assertThatIllegalStateException()
                    .isThrownBy(() -> runs.start("new", NOTHING))
                    .withMessage("runs must be open to start one: they are closed");
            ticker.advance(MINUTE);
            assertThat(runs.find("ended")).isEmpty();
        }

        @Test
        void waitsForRunningRuns() throws Exception {
            Run run = runs.start("a", NOTHING);
            Thread closing = new Thread(() -> runs.close(Duration.ofSeconds(30)));
            closing.start();
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                assertThat(closing.getState()).isNotEqualTo(Thread.State.TERMINATED);
                Thread.onSpinWait();
            }
            runAll();
            closing.join(30_000);

            assertThat(closing.isAlive()).isFalse();
            assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        }
    }

    @Nested
    class Misuse {
        @ParameterizedTest
        @ValueSource(ints = {0, 256})
        void rejectsKeysOfOtherLengths(int length) {
            String key = "k".repeat(length);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> runs.start(key, NOTHING), () -> runs.find(key), () -> runs.remove(key))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(call)
                        .withMessage("run must have a key of 1 to 255 characters: " + length);
            }
            Run longest = runs.start("k".repeat(255), NOTHING);
            assertThat(runs.find("k".repeat(255))).contains(longest);
        }

        @Test
        void rejectsEventsAfterTheEnd() {
            RunOutput[] output = new RunOutput[1];
            runs.start("a", out -> output[0] = out);
            runAll();

            assertThatIllegalStateException()
                    .isThrownBy(() -> output[0].send("late"))
                    .withMessage("run must be running to send: it is COMPLETED");
        }

        @Test
        void rejectsEventsWithIds() {
            Event withId = Event.of("x").withId("7");
            runs.start(
                    "a",
                    out -> assertThatIllegalArgumentException()
                            .isThrownBy(() -> out.send(withId))
                            .withMessage("event of a run must have no id, which the run gives: \"7\""));
            runAll();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Runs.builder().endEvent(withId))
                    .withMessage("event must have no id, which the run gives: \"7\"");
            assertThat(runs.find("a").map(Run::state)).isEqualTo(Optional.of(RunState.COMPLETED));
        }

        @Test
        void rejectsSettingsOutOfRange() {
            Runs.Builder builder = Runs.builder();
            refused(() -> builder.maxRuns(0), "runs must be at least 1: 0");
            refused(() -> builder.maxBytes(1023), "runs must have at least 1024 bytes: 1023");
            refused(() -> builder.history(0), "history must be between 1 and 16777216 events: 0");
            refused(() -> builder.history((1 << 24) + 1), "history must be between 1 and 16777216 events: 16777217");
            refused(() -> builder.historyBytes(0), "history must be at least 1 byte: 0");
            refused(() -> builder.backPressure(0), "clients must be allowed to be at least 1 event behind: 0");
            refused(() -> builder.retention(Duration.ZERO), "retention must be positive: PT0S");
            refused(() -> builder.maxDuration(Duration.ZERO), "duration must be positive: PT0S");
            refused(
                    () -> builder.idPrefix("a b"),
                    "id prefix must be at most 64 ASCII letters, digits, hyphens and underscores: \"a b\"");
            refused(
                    () -> builder.streamOptions(StreamOptions.builder()
                            .admission(request -> Admission.accept())
                            .build()),
                    "options of runs must have no admission: the responder decides about the request");
        }

        private static void refused(ThrowingCallable call, String message) {
            assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
        }
    }
}
