package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Histories that are incorrect in one point each, and the tests of the contract that fail for them. */
class WrongHistoriesTest {
    private static final ReadLimits EVERYTHING = ReadLimits.of(Integer.MAX_VALUE, Long.MAX_VALUE);

    /** The contract, for the history of the test that runs. */
    static class Contract extends HistoryContract {
        private static Supplier<HistoryFixture> fixtures;

        @Override
        protected HistoryFixture fixture() {
            return fixtures.get();
        }
    }

    private static void assertFails(Supplier<HistoryFixture> fixtures, String... tests) {
        Contract.fixtures = fixtures;
        assertThat(ContractRun.failures(Contract.class, Set.of(tests))).containsExactlyInAnyOrder(tests);
    }

    /** Has histories in memory changed before they are used. */
    private static Supplier<HistoryFixture> inMemory(UnaryOperator<History> change) {
        return () -> new MemoryHistoryTest.MemoryHistoryFixture() {
            @Override
            public History open() {
                return change.apply(super.open());
            }
        };
    }

    @Test
    void takesWhatIsNotYetThereForNothing() {
        assertFails(
                inMemory(right -> new OtherHistory(right) {
                    @Override
                    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
                        return super.readAfter(position, limits)
                                .thenApply(result ->
                                        result.kind() == ReadResult.Kind.NOT_YET ? ReadResult.page(List.of()) : result);
                    }
                }),
                "answersNotYetBeyondNewest");
    }

    @Test
    void takesIdsOfOtherLogsForItsOwn() {
        assertFails(
                inMemory(right -> new OtherHistory(right) {
                    @Override
                    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
                        return super.head()
                                .thenCompose(head -> right.readAfter(
                                        EntryId.of(head.log(), position.term(), position.number()), limits));
                    }
                }),
                "answersForeignToPositionOfOtherLog");
    }

    @Test
    void ignoresLimits() {
        assertFails(
                inMemory(right -> new OtherHistory(right) {
                    @Override
                    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
                        return super.readAfter(position, EVERYTHING);
                    }

                    @Override
                    public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
                        return super.readNewest(EVERYTHING);
                    }
                }),
                "endsPageAtLimits",
                "readsNewestInOrder");
    }

    @Test
    void returnsOtherBytesEachTime() {
        assertFails(
                inMemory(right -> new OtherHistory(right) {
                    private int reads;

                    @Override
                    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
                        String comment = "read " + reads++;
                        return super.readAfter(position, limits)
                                .thenApply(result -> result.kind() == ReadResult.Kind.PAGE
                                        ? ReadResult.page(result.entries().stream()
                                                .map(entry -> commented(entry, comment))
                                                .toList())
                                        : result);
                    }
                }),
                "readsSameBytesEachTime");
    }

    private static LogEntry commented(LogEntry entry, String comment) {
        Event event = Event.builder()
                .id(entry.id().toString())
                .comment(comment)
                .data(entry.frame().event().data().orElse(""))
                .build();
        return LogEntry.of(entry.id(), entry.topic(), event);
    }

    @Test
    void storesHalfOfBatchThatFails() {
        assertFails(
                inMemory(right -> new OtherHistory(right) {
                    @Override
                    public CompletionStage<List<EntryId>> append(List<Publication> batch) {
                        CompletionStage<List<EntryId>> answer = super.append(batch);
                        if (answer.toCompletableFuture().isCompletedExceptionally()) {
                            super.append(batch.subList(0, 1));
                        }
                        return answer;
                    }
                }),
                "storesNothingOfBatchThatFails");
    }

    @Test
    void cutsBatchThatIsTooLarge() {
        assertFails(
                inMemory(right -> new OtherHistory(right) {
                    @Override
                    public CompletionStage<List<EntryId>> append(List<Publication> batch) {
                        return super.append(batch.subList(0, Math.min(batch.size(), maxBatch())));
                    }
                }),
                "acceptsBatchesUpToMaximum");
    }

    @Test
    void continuesAfterClose() {
        assertFails(
                inMemory(right -> new OtherHistory(right) {
                    @Override
                    public void close() {}
                }),
                "failsAfterClose",
                "rejectsAppendAfterClose");
    }

    @Test
    void isOpenTwice() {
        assertFails(
                () -> new MemoryHistoryTest.MemoryHistoryFixture() {
                    private final List<History> opened = new ArrayList<>();

                    @Override
                    public History open() {
                        opened.add(
                                opened.isEmpty()
                                        ? super.open()
                                        : new OtherHistory(opened.get(0)) {
                                            @Override
                                            public void close() {}
                                        });
                        return opened.get(opened.size() - 1);
                    }
                },
                "refusesSecondOpener");
    }

    @Test
    void hasNoPositionWhenEmpty() {
        assertFails(
                inMemory(right -> new OtherHistory(right) {
                    @Override
                    public CompletionStage<EntryId> tail() {
                        return super.readNewest(EVERYTHING)
                                .thenCompose(all -> all.isEmpty()
                                        ? CompletableFuture.failedFuture(new IllegalStateException("empty"))
                                        : right.tail());
                    }
                }),
                "returnsPositionsOfEmptyLog");
    }

    /** Has the history in a file that another test has, changed. */
    private abstract static class WrongFileFixture extends FileHistoryTest.FileHistoryFixture {}

    @Test
    void writesBehindTornTail() {
        assertFails(
                () -> new WrongFileFixture() {
                    @Override
                    FileHistory open(Path directory) throws IOException {
                        return new FileHistory(directory, this::millis) {
                            @Override
                            void cutOff(FileChannel of, long at) throws IOException {
                                of.position(of.size());
                            }
                        };
                    }
                },
                "dropsEntryCutOffAtAnyByte");
    }

    @Test
    void takesNewEntriesForOldOnes() {
        assertFails(
                () -> new WrongFileFixture() {
                    private boolean isBack;

                    @Override
                    public void setClockBack(Duration time) {
                        super.setClockBack(time);
                        isBack = true;
                    }

                    @Override
                    public void dropOlderThan(History history, Duration age) throws IOException {
                        ((FileHistory) history).retain(isBack ? 1 : Integer.MAX_VALUE);
                    }
                },
                "retainsNewEntriesWhenClockIsSetBack");
    }
}
