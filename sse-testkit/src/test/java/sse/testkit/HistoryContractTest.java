package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
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
                        "keepsEntriesAfterClose");
    }

    @Test
    void failsForHistoryThatReorders() {
        assertThat(failures(ReorderingHistoryTest.class))
                .contains(
                        "assignsDenseIdsInOrderOfBatch",
                        "readsInOrderOfAppendFromEightThreads",
                        "readsEntriesAfterEachPosition")
                .doesNotContain("answersNotYetBeyondNewest", "refusesSecondOpener");
    }

    @Test
    void failsForHistoryThatHidesTrimming() {
        assertThat(failures(SilentHistoryTest.class))
                .contains("countsTrimmedEntries", "countsTrimmedEntriesAcrossTerms")
                .isSubsetOf(
                        "countsTrimmedEntries",
                        "countsTrimmedEntriesAcrossTerms",
                        "keepsPageWholeWhileOldestAreDropped");
    }

    private static Set<String> failures(Class<?> contract) {
        Set<String> failed = new TreeSet<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    failed.add(test.getSource()
                            .map(source -> ((MethodSource) source).getMethodName())
                            .orElseThrow());
                }
            }
        });
        return failed;
    }

    /** A history that is empty each time it is opened. */
    static class LosingHistoryTest extends MemoryHistoryTest {
        @Override
        protected HistoryFixture fixture() {
            return new MemoryHistoryFixture() {
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
