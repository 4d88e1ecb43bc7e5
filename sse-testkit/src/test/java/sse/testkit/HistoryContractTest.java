package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.ContractRun.failures;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Runs the contract of histories on incorrect implementations and asserts that the right tests fail. */
class HistoryContractTest {
    @Test
    void passesForCorrectHistory() {
        assertThat(failures(MemoryHistoryTest.class)).isEmpty();
    }

    @Test
    void failsForHistoryThatLosesOnReopen() {
        assertThat(failures(LosingHistoryTest.class))
                .containsExactly(
                        "countsTrimmedEntriesAcrossTerms",
                        "doesNotReuseIdsOfLostTail",
                        "keepsAcknowledgedEntriesAfterKill",
                        "keepsEntriesAfterClose",
                        "resumesAfterKill",
                        "resumesAfterLostTailWithoutGap",
                        "resumesAfterRestart",
                        "resumesBehindWindowAfterRestart");
    }

    @Test
    void failsForHistoryThatReorders() {
        assertThat(failures(ReorderingHistoryTest.class))
                .containsExactly(
                        "acceptsBatchesUpToMaximum",
                        "assignsDenseIdsInOrderOfBatch",
                        "assignsLargerIdsAfterClockIsSetBack",
                        "countsTrimmedEntries",
                        "keepsAcknowledgedEntriesAfterKill",
                        "keepsPageWholeWhileOldestAreDropped",
                        "keepsTopicAndEventOfPublication",
                        "readsEntriesAfterEachPosition",
                        "readsInOrderOfAppendFromEightThreads",
                        "resumesBehindWindowAfterRestart",
                        "sendsGapOnceBehindTrimmedEntries");
    }

    @Test
    void failsForHistoryThatHidesTrimming() {
        assertThat(failures(SilentHistoryTest.class))
                .containsExactly(
                        "countsTrimmedEntries",
                        "countsTrimmedEntriesAcrossTerms",
                        "keepsPageWholeWhileOldestAreDropped",
                        "sendsGapOnceBehindTrimmedEntries");
    }

    @Test
    void passesForHistoryInFile() {
        assertThat(failures(FileHistoryTest.class)).isEmpty();
    }

    @Test
    void failsForHistoryWithoutChecksums() {
        assertThat(failures(UncheckedHistoryTest.class)).containsExactly("returnsNoDamagedEntry");
    }

    @Test
    void failsForHistoryThatKeepsHalfOfBatch() {
        assertThat(failures(HalfWritingHistoryTest.class)).containsExactly("storesNothingOnFullDisk");
    }

    /** A history that does not recognize damaged entries. */
    static class UncheckedHistoryTest extends FileHistoryTest {
        @Override
        protected HistoryFixture fixture() {
            return new FileHistoryFixture() {
                @Override
                FileHistory open(Path directory) throws IOException {
                    return new FileHistory(directory, this::millis) {
                        @Override
                        boolean isWhole(byte[] content, int checksum) {
                            return true;
                        }
                    };
                }
            };
        }
    }

    /** A history that leaves in its file what was written before the disk was full. */
    static class HalfWritingHistoryTest extends FileHistoryTest {
        @Override
        protected HistoryFixture fixture() {
            return new FileHistoryFixture() {
                @Override
                FileHistory open(Path directory) throws IOException {
                    return new FileHistory(directory, this::millis) {
                        @Override
                        void onWrittenInPart() {}
                    };
                }
            };
        }
    }

    /** A history that is empty each time it is opened. */
    static class LosingHistoryTest extends MemoryHistoryTest {
        @Override
        protected HistoryFixture fixture() {
            return new MemoryHistoryFixture() {
                /** What is lost never comes. */
                @Override
                public Duration deadline() {
                    return Duration.ofSeconds(2);
                }

                @Override
                MemoryHistory openAgain(MemoryHistory last) {
                    last.reopen().close();
                    return MemoryHistory.create();
                }
            };
        }
    }

    /** A history that returns every two entries in reverse order. */
    static class ReorderingHistoryTest extends MemoryHistoryTest {
        @Override
        protected HistoryFixture fixture() {
            return new WrongFixture() {
                @Override
                ReadResult answer(ReadResult right, History history, ReadLimits limits) {
                    List<LogEntry> entries = right.entries();
                    return right.kind() != ReadResult.Kind.PAGE
                            ? right
                            : ReadResult.page(IntStream.range(0, entries.size())
                                    .mapToObj(i -> entries.get((i ^ 1) < entries.size() ? i ^ 1 : i))
                                    .toList());
                }
            };
        }
    }

    /** A history that continues with the retained entries and does not report the missing ones. */
    static class SilentHistoryTest extends MemoryHistoryTest {
        @Override
        protected HistoryFixture fixture() {
            return new WrongFixture() {
                @Override
                ReadResult answer(ReadResult right, History history, ReadLimits limits) {
                    return right.gap()
                            .map(gap -> history.readAfter(gap.resumeAfter(), limits)
                                    .toCompletableFuture()
                                    .join())
                            .orElse(right);
                }
            };
        }
    }

    /** A base of incorrect histories. */
    abstract static class WrongFixture extends MemoryHistoryTest.MemoryHistoryFixture {
        abstract ReadResult answer(ReadResult right, History history, ReadLimits limits);

        /** What is lost never comes. */
        @Override
        public Duration deadline() {
            return Duration.ofSeconds(2);
        }

        @Override
        public History open() {
            History right = super.open();
            return new History() {
                @Override
                public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
                    return right.readAfter(position, limits).thenApply(result -> answer(result, right, limits));
                }

                @Override
                public CompletionStage<List<EntryId>> append(List<Publication> batch) {
                    return right.append(batch);
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
            };
        }
    }
}
