package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.ContractRun.failures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Runs the contract of backplanes on incorrect implementations and asserts that the right tests fail. */
class BackplaneContractTest {
    @Test
    void passesForCorrectBackplane() {
        assertThat(failures(MemoryBackplaneTest.class)).isEmpty();
    }

    @Test
    void failsForBackplaneThatLosesOnReconnect() {
        // Whether a client that resumes meanwhile is served from the window or from the log is a matter of time.
        assertThat(failures(LosingBackplaneTest.class))
                .contains("deliversOnceAfterCutPath", "deliversOnceOverCutAtEachByte", "keepsStreamsOpenOverCutPath")
                .isSubsetOf(
                        "deliversOnceAfterCutPath",
                        "deliversOnceOverCutAtEachByte",
                        "keepsStreamsOpenOverCutPath",
                        "resumesAtNodeWithCutPathWithoutGap");
    }

    @Test
    void failsForBackplaneThatReorders() {
        assertThat(failures(ReorderingBackplaneTest.class))
                .containsExactly(
                        "continuesAtNextTermAfterLostTail",
                        "countsTrimmedEntries",
                        "deliversOnceAfterCutPath",
                        "deliversOnceOverCutAtEachByte",
                        "deliversToEveryProcessInOneOrder",
                        "isSilentAfterClose",
                        "keepsPageWholeWhileOldestAreDropped",
                        "keepsStreamsOpenOverCutPath",
                        "keepsTopicAndEventOfPublication",
                        "readsAtEveryProcess",
                        "readsEntriesAfterEachPosition",
                        "reportsNoGapForLostTailThatWasDelivered",
                        "resumesAtNodeThatIsBehindWithoutGap",
                        "resumesBehindWindowOfOtherNode",
                        "sendsGapOnceBehindTrimmedEvents");
    }

    @Test
    void failsForBackplaneThatHidesTrimming() {
        assertThat(failures(SilentBackplaneTest.class))
                .containsExactly(
                        "countsTrimmedEntries",
                        "keepsPageWholeWhileOldestAreDropped",
                        "reportsGapWithNumberOnce",
                        "sendsGapOnceBehindTrimmedEvents",
                        "sendsGapOnceForTrimmedEvents");
    }

    /** A backplane that continues with what is new when it is connected again. */
    static class LosingBackplaneTest extends MemoryBackplaneTest {
        @Override
        protected BackplaneFixture fixture() {
            return new WrongFixture() {
                @Override
                Backplane.Listener listener(Backplane.Listener right, Backplane backplane) {
                    return new WrongListener(right) {
                        private Optional<EntryId> newest = Optional.empty();
                        private boolean reconnected;

                        @Override
                        public void onUp() {
                            if (reconnected) {
                                newest = Optional.of(
                                        backplane.head().toCompletableFuture().join());
                            }
                            reconnected = true;
                            super.onUp();
                        }

                        @Override
                        public void onReset(EntryId origin) {
                            newest = Optional.empty();
                            super.onReset(origin);
                        }

                        @Override
                        List<LogEntry> entries(List<LogEntry> right) {
                            return right.stream()
                                    .filter(entry -> newest.map(id -> entry.id().compareTo(id) > 0)
                                            .orElse(true))
                                    .toList();
                        }
                    };
                }
            };
        }
    }

    /** A backplane that delivers and returns every two entries in reverse order. */
    static class ReorderingBackplaneTest extends MemoryBackplaneTest {
        @Override
        protected BackplaneFixture fixture() {
            return new WrongFixture() {
                @Override
                Backplane.Listener listener(Backplane.Listener right, Backplane backplane) {
                    return new WrongListener(right) {
                        @Override
                        List<LogEntry> entries(List<LogEntry> right) {
                            return reordered(right);
                        }
                    };
                }

                @Override
                ReadResult answer(ReadResult right, Backplane backplane, ReadLimits limits) {
                    return right.kind() == ReadResult.Kind.PAGE ? ReadResult.page(reordered(right.entries())) : right;
                }
            };
        }

        private static List<LogEntry> reordered(List<LogEntry> entries) {
            return IntStream.range(0, entries.size())
                    .mapToObj(i -> entries.get((i ^ 1) < entries.size() ? i ^ 1 : i))
                    .toList();
        }
    }

    /** A backplane that continues with the retained entries and does not report the missing ones. */
    static class SilentBackplaneTest extends MemoryBackplaneTest {
        @Override
        protected BackplaneFixture fixture() {
            return new WrongFixture() {
                @Override
                Backplane.Listener listener(Backplane.Listener right, Backplane backplane) {
                    return new WrongListener(right) {
                        @Override
                        public void onGap(Gap gap) {}
                    };
                }

                @Override
                ReadResult answer(ReadResult right, Backplane backplane, ReadLimits limits) {
                    return right.gap()
                            .map(gap -> backplane
                                    .readAfter(gap.resumeAfter(), limits)
                                    .toCompletableFuture()
                                    .join())
                            .orElse(right);
                }
            };
        }
    }

    /** A base of incorrect backplanes. */
    abstract static class WrongFixture extends MemoryBackplaneTest.MemoryBackplaneFixture {
        abstract Backplane.Listener listener(Backplane.Listener right, Backplane backplane);

        ReadResult answer(ReadResult right, Backplane backplane, ReadLimits limits) {
            return right;
        }

        /** What these backplanes lose never comes. */
        @Override
        public Duration deadline() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Backplane connect() {
            return new WrongBackplane(this, super.connect());
        }

        @Override
        MemoryBackplane memory(Backplane backplane) {
            return super.memory(((WrongBackplane) backplane).right());
        }
    }

    /** Does what its fixture does wrong. */
    private record WrongBackplane(WrongFixture fixture, Backplane right) implements Backplane {
        @Override
        public Following follow(EntryId position, Listener listener) {
            return right.follow(position, fixture.listener(listener, right));
        }

        @Override
        public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
            return right.readAfter(position, limits).thenApply(result -> fixture.answer(result, right, limits));
        }

        @Override
        public CompletionStage<List<EntryId>> publish(List<Publication> batch, String publisher, long counter) {
            return right.publish(batch, publisher, counter);
        }

        @Override
        public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
            return right.readNewest(limits);
        }

        @Override
        public CompletionStage<EntryId> head() {
            return right.head();
        }

        @Override
        public CompletionStage<EntryId> tail() {
            return right.tail();
        }

        @Override
        public int maxBatch() {
            return right.maxBatch();
        }

        @Override
        public void close() {
            right.close();
        }
    }

    /** Passes on the calls of the right listener. */
    private static class WrongListener implements Backplane.Listener {
        private final Backplane.Listener right;

        WrongListener(Backplane.Listener right) {
            this.right = right;
        }

        List<LogEntry> entries(List<LogEntry> right) {
            return right;
        }

        @Override
        public void onEntries(List<LogEntry> entries) {
            List<LogEntry> passed = new ArrayList<>(entries(entries));
            if (!passed.isEmpty()) {
                right.onEntries(passed);
            }
        }

        @Override
        public void onGap(Gap gap) {
            right.onGap(gap);
        }

        @Override
        public void onReset(EntryId origin) {
            right.onReset(origin);
        }

        @Override
        public void onUp() {
            right.onUp();
        }

        @Override
        public void onDown(Throwable cause) {
            right.onDown(cause);
        }
    }
}
