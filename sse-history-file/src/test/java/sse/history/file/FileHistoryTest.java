package sse.history.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.Event;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** What the contract does not say of histories in files. */
@ExtendWith(ExpectedErrors.class)
class FileHistoryTest {
    private static final ReadLimits LIMITS = ReadLimits.of(10_000, 1 << 24);

    private FileHistoryFixture fixture = new FileHistoryFixture(settings -> settings);
    private final List<FileHistory> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        opened.forEach(FileHistory::close);
        fixture.close();
    }

    private FileHistory open() throws IOException {
        FileHistory history = fixture.open();
        opened.add(history);
        return history;
    }

    private FileHistory open(UnaryOperator<FileHistory.Builder> settings) throws IOException {
        fixture.close();
        fixture = new FileHistoryFixture(settings);
        return open();
    }

    private static List<EntryId> append(FileHistory history, String... data) {
        List<Publication> batch = Arrays.stream(data)
                .map(text -> Publication.of("news", Event.of(text)))
                .toList();
        return history.append(batch).toCompletableFuture().join();
    }

    private static List<EntryId> appendEach(FileHistory history, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> append(history, Integer.toString(i)).get(0))
                .toList();
    }

    private static List<String> data(List<LogEntry> entries) {
        return entries.stream()
                .map(entry -> entry.frame().event().data().orElseThrow())
                .toList();
    }

    private static List<String> readAll(FileHistory history) {
        EntryId tail = history.tail().toCompletableFuture().join();
        return data(history.readAfter(tail, LIMITS).toCompletableFuture().join().entries());
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Nested
    class Segments {
        @Test
        void readsAcrossSegments() throws IOException {
            FileHistory history = open(settings -> settings.segmentSize(4096));
            List<EntryId> ids = appendEach(history, 0, 1_000);

            assertThat(fixture.segments()).hasSizeGreaterThan(10);
            assertThat(readAll(history)).isEqualTo(numbers(0, 1_000));
            for (int i = 0; i < 1_000; i += 7) {
                ReadResult page = history.readAfter(ids.get(i), ReadLimits.of(50, 1 << 20))
                        .toCompletableFuture()
                        .join();
                assertThat(data(page.entries())).isEqualTo(numbers(i + 1, Math.min(1_000, i + 51)));
            }
        }

        @Test
        void readsNewestAcrossSegments() throws IOException {
            FileHistory history = open(settings -> settings.segmentSize(4096));
            appendEach(history, 0, 500);
            List<LogEntry> all =
                    history.readNewest(LIMITS).toCompletableFuture().join();
            int bytes = all.get(499).frame().size();

            assertThat(data(all)).isEqualTo(numbers(0, 500));
            for (int count = 1; count <= 500; count += 13) {
                ReadLimits limits = ReadLimits.of(1_000, (long) count * bytes);
                List<String> newest =
                        data(history.readNewest(limits).toCompletableFuture().join());
                assertThat(newest).isEqualTo(numbers(500 - newest.size(), 500));
                assertThat(newest).hasSizeBetween(count, count + 20); // The first ids are shorter.
            }
        }

        @Test
        void keepsBatchLargerThanSegment() throws IOException {
            FileHistory history = open(settings -> settings.segmentSize(4096));
            append(history, "before");
            append(history, "x".repeat(10_000), "y");
            append(history, "after");

            assertThat(readAll(history)).containsExactly("before", "x".repeat(10_000), "y", "after");
            history.close();
            assertThat(readAll(open())).hasSize(4);
        }

        @Test
        void keepsNameOfLog() throws IOException {
            String name = append(open(), "0").get(0).log();
            opened.get(0).close();

            assertThat(name).matches("[a-z0-9]{8}");
            assertThat(append(open(), "1").get(0)).isEqualTo(EntryId.of(name, 1, 1));
            assertThat(Files.readString(fixture.directory().resolve("manifest")))
                    .isEqualTo("sse-history 1\nlog " + name + "\nterm 1 after 0-0 ordinal 0\nopen\n");
        }

        @Test
        void continuesSegmentAfterClose() throws IOException {
            append(open(), "0");
            opened.get(0).close();
            append(open(), "1");

            assertThat(fixture.segments()).hasSize(1);
        }
    }

    @Nested
    class Retained {
        @Test
        void keepsExactNumberOfEntries() throws IOException {
            FileHistory history = open(settings -> settings.segmentSize(4096).maxEntries(150));
            List<EntryId> ids = appendEach(history, 0, 1_000);

            assertThat(readAll(history)).isEqualTo(numbers(850, 1_000));
            assertThat(history.tail().toCompletableFuture().join()).isEqualTo(ids.get(849));
            Gap gap = history.readAfter(ids.get(0), LIMITS)
                    .toCompletableFuture()
                    .join()
                    .gap()
                    .orElseThrow();
            assertThat(gap.lost()).hasValue(849);
            assertThat(fixture.segments()).hasSizeLessThan(6);
            history.close();
            assertThat(readAll(open())).isEqualTo(numbers(850, 1_000));
        }

        @Test
        void removesSegmentsBeyondBytes() throws IOException {
            FileHistory history = open(settings -> settings.segmentSize(4096).maxBytes(10 * 4096));
            appendEach(history, 0, 2_000);

            assertThat(fixture.storedBytes()).isBetween(8L * 4096, 11L * 4096);
            List<String> retained = readAll(history);
            assertThat(retained).isEqualTo(numbers(2_000 - retained.size(), 2_000));
            history.close();
            assertThat(readAll(open())).isEqualTo(retained);
        }

        @Test
        void removesSegmentsThatAreTooOld() throws IOException {
            FileHistory history = open(settings -> settings.segmentSize(4096));
            List<EntryId> ids = appendEach(history, 0, 300);
            fixture.setClockBack(Duration.ofHours(-2));
            fixture.dropOlderThan(history, Duration.ofHours(1));

            assertThat(readAll(history)).isEmpty();
            assertThat(fixture.segments()).hasSize(1);
            assertThat(history.readAfter(ids.get(0), LIMITS)
                            .toCompletableFuture()
                            .join()
                            .gap()
                            .orElseThrow()
                            .lost())
                    .hasValue(299);
            history.close();
            FileHistory again = open();
            assertThat(again.head().toCompletableFuture().join()).isEqualTo(ids.get(299));
            assertThat(append(again, "300").get(0)).isEqualTo(ids.get(299).next());
            assertThat(readAll(again)).containsExactly("300");
        }
    }

    @Nested
    class Damaged {
        @Test
        void refusesDamageBeforeOtherEntries() throws IOException {
            append(open(), "0");
            append(opened.get(0), "1");
            opened.get(0).close();
            FileHistoryFixture.flipBit(fixture.segments().get(0), SegmentHeader.BYTES + 40, 0);

            assertThatThrownBy(FileHistoryTest.this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("segment is damaged behind byte 64, with entries behind the damage: ")
                    .hasMessageContaining(fixture.segments().get(0).toString());
        }

        @Test
        void repairsDamageBeforeOtherEntries() throws IOException {
            FileHistory history = open(settings -> settings.segmentSize(4096).repair(true));
            List<EntryId> ids = appendEach(history, 0, 300);
            history.close();
            Path damaged = fixture.segments().get(1);
            long size = Files.size(damaged);
            FileHistoryFixture.flipBit(damaged, size / 2, 3);
            FileHistory again = open();

            List<String> retained = readAll(again);
            assertThat(retained).hasSizeBetween(50, 200).isEqualTo(numbers(0, retained.size()));
            EntryId next = append(again, "new").get(0);
            assertThat(next.term()).isEqualTo(2);
            assertThat(data(again.readAfter(ids.get(299), LIMITS)
                            .toCompletableFuture()
                            .join()
                            .entries()))
                    .containsExactly("new");
            assertThat(damaged.resolveSibling(damaged.getFileName() + ".damaged"))
                    .hasSize(size);
        }

        @Test
        void refusesMissingSegment() throws IOException {
            appendEach(open(settings -> settings.segmentSize(4096)), 0, 300);
            opened.get(0).close();
            Files.delete(fixture.segments().get(1));

            assertThatThrownBy(FileHistoryTest.this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("segment does not continue the entries before it");
        }

        @Test
        void refusesSegmentsWithoutManifest() throws IOException {
            append(open(), "0");
            opened.get(0).close();
            Files.delete(fixture.directory().resolve("manifest"));

            assertThatThrownBy(FileHistoryTest.this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("directory must have the manifest of its segments");
        }

        @Test
        void beginsTermIfClosedLogIsShorter() throws IOException {
            List<EntryId> ids = appendEach(open(), 0, 3);
            opened.get(0).close();
            Path segment = fixture.segments().get(0);
            fixture.truncate(Files.size(segment) - 1);
            FileHistory again = open();

            assertThat(readAll(again)).containsExactly("0", "1");
            assertThat(append(again, "new").get(0))
                    .isEqualTo(EntryId.of(ids.get(0).log(), 2, 0));
            assertThat(data(again.readAfter(ids.get(2), LIMITS)
                            .toCompletableFuture()
                            .join()
                            .entries()))
                    .containsExactly("new");
        }

        @Test
        void dropsIncompleteBatch() throws IOException {
            append(open(), "0");
            append(opened.get(0), "1", "2", "3");
            fixture.kill(opened.get(0));
            Path segment = fixture.segments().get(0);
            fixture.truncate(Files.size(segment) - 1);

            assertThat(readAll(open())).containsExactly("0");
        }

        /** Each bit of the newest record; the contract flips one of each byte. */
        @Test
        void dropsEntryWithAnyBitFlipped() throws IOException {
            append(open(), "0");
            EntryId kept = append(opened.get(0), "1").get(0);
            long start = fixture.storedBytes();
            EntryId damaged = append(opened.get(0), "2").get(0);
            fixture.kill(opened.get(0));
            Path segment = fixture.segments().get(0);
            byte[] bytes = Files.readAllBytes(segment);
            byte[] manifest = Files.readAllBytes(fixture.directory().resolve("manifest"));

            for (long bit = start * Byte.SIZE; bit < (long) bytes.length * Byte.SIZE; bit++) {
                FileHistoryFixture.flipBit(segment, bit / Byte.SIZE, (int) (bit % Byte.SIZE));
                try (FileHistory history = fixture.open()) {
                    assertThat(readAll(history)).as("bit %d", bit).containsExactly("0", "1");
                    assertThat(history.head().toCompletableFuture().join()).isEqualTo(kept);
                    assertThat(append(history, "new").get(0)).isGreaterThan(damaged);
                    assertThat(readAll(history)).containsExactly("0", "1", "new");
                }
                Files.delete(fixture.segments().get(1));
                Files.write(segment, bytes);
                Files.write(fixture.directory().resolve("manifest"), manifest);
            }
        }

        @Test
        void returnsNoEntryThatIsDamagedLater() throws IOException {
            append(open(), "0");
            FileHistoryFixture.flipBit(fixture.segments().get(0), SegmentHeader.BYTES + 40, 0);

            assertThatThrownBy(() -> readAll(opened.get(0)))
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasMessageContaining("which is damaged: ");
        }
    }

    @Nested
    class Failing {
        @Test
        void acceptsNothingAfterForceHasFailed() throws IOException {
            FileHistory history = open(settings -> settings.flush(Flush.eachCommit()));
            append(history, "0");
            fixture.faults.failsForce.set(true);

            assertThatThrownBy(() -> append(history, "1"))
                    .hasCauseInstanceOf(PublishException.class)
                    .satisfies(failure -> assertThat(((PublishException) failure.getCause()).outcome())
                            .isEqualTo(PublishException.Outcome.UNKNOWN));
            fixture.faults.failsForce.set(false);
            assertThatThrownBy(() -> append(history, "2"))
                    .satisfies(failure -> assertThat(((PublishException) failure.getCause()).outcome())
                            .isEqualTo(PublishException.Outcome.NOT_STORED));
            assertThat(readAll(history)).containsExactly("0");
            history.close();
            assertThat(append(open(), "3").get(0).term()).isEqualTo(2);
        }

        @Test
        void acceptsNothingAfterFailedUndo() throws IOException {
            FileHistory history = open();
            append(history, "0");
            fixture.faults.failsTruncate.set(true);
            fixture.limitSpace(history, 10);

            assertThatThrownBy(() -> append(history, "1"))
                    .satisfies(failure -> assertThat(((PublishException) failure.getCause()).outcome())
                            .isEqualTo(PublishException.Outcome.UNKNOWN));
            fixture.limitSpace(history, Long.MAX_VALUE);
            assertThatThrownBy(() -> append(history, "2"))
                    .satisfies(failure -> assertThat(((PublishException) failure.getCause()).outcome())
                            .isEqualTo(PublishException.Outcome.NOT_STORED));
            assertThat(readAll(history)).containsExactly("0");
            fixture.faults.failsTruncate.set(false);
            history.close();
            assertThat(readAll(open())).containsExactly("0");
        }

        @Test
        void acceptsBatchAfterDiskWasFull() throws IOException {
            FileHistory history = open();
            append(history, "0");
            fixture.limitSpace(history, 10);
            assertThatThrownBy(() -> append(history, "lost"))
                    .hasMessageContaining("history could not be written: java.io.IOException: No space left on device");
            fixture.limitSpace(history, Long.MAX_VALUE);
            append(history, "1");

            assertThat(readAll(history)).containsExactly("0", "1");
        }
    }

    @Nested
    class Forcing {
        @Test
        void forcesNothingByDefault() throws IOException {
            FileHistory history = open(settings -> settings.segmentSize(4096));
            appendEach(history, 0, 200);

            assertThat(fixture.faults.forces).hasValue(0);
            history.close();
            assertThat(fixture.faults.forces).hasValue(1);
        }

        @Test
        void forcesEachCommit() throws IOException {
            FileHistory history = open(settings -> settings.flush(Flush.eachCommit()));
            append(history, "0");
            long before = fixture.faults.forces.get();
            appendEach(history, 1, 11);

            assertThat(fixture.faults.forces).hasValue(before + 10);
        }

        @Test
        void forcesNothingBeforeInterval() throws IOException {
            FileHistory history = open(settings -> settings.flush(Flush.every(Duration.ofMinutes(1))));
            appendEach(history, 0, 100);

            assertThat(fixture.faults.forces).as("the header of the segment").hasValue(1);
        }

        @Test
        void forcesAfterInterval() throws IOException {
            FileHistory history = open(settings -> settings.flush(Flush.every(Duration.ofMillis(20))));
            append(history, "0");
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            long created = 1; // The header of the segment.
            while (fixture.faults.forces.get() <= created) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    @Nested
    class Appending {
        @Test
        void writesWhatWaitsAtOnce() throws IOException {
            FileHistory history = open(settings -> settings.flush(Flush.eachCommit()));
            append(history, "0");
            long before = fixture.faults.forces.get();
            List<CompletableFuture<?>> answers = new ArrayList<>();
            history.files().runAlone(() -> {
                for (int i = 1; i <= 100; i++) {
                    answers.add(history.append(List.of(Publication.of("news", Event.of("" + i))))
                            .toCompletableFuture());
                }
            });
            answers.forEach(CompletableFuture::join);

            assertThat(fixture.faults.forces).hasValue(before + 1);
            assertThat(readAll(history)).isEqualTo(numbers(0, 101));
        }

        @Test
        void survivesInterruptionOfPublisher() throws IOException {
            FileHistory history = open(settings -> settings.flush(Flush.eachCommit()));
            Thread.currentThread().interrupt();
            append(history, "0");
            assertThat(Thread.interrupted()).isTrue();
            append(history, "1");

            assertThat(readAll(history)).containsExactly("0", "1");
        }

        @Test
        void refusesLongTopic() throws IOException {
            FileHistory history = open();
            List<Publication> batch = List.of(Publication.of("x".repeat(65_536), Event.of("0")));

            assertThatThrownBy(() -> history.append(batch))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("topic must be named by at most 65535 bytes: 65536");
        }

        @Test
        void keepsBytesOfFrame() throws IOException {
            FileHistory history = open();
            EntryId id = append(history, "é").get(0);
            LogEntry entry =
                    history.readNewest(LIMITS).toCompletableFuture().join().get(0);

            assertThat(StandardCharsets.UTF_8
                            .decode(entry.frame().asByteBuffer())
                            .toString())
                    .isEqualTo("id: " + id + "\ndata: é\n\n");
        }
    }

    @Nested
    class Directory {
        @Test
        void namesPathAndProcessOfOtherOpener() throws IOException {
            open();

            assertThatThrownBy(FileHistoryTest.this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessage("directory must be of one open history: "
                            + fixture.directory().toRealPath() + " is in use by process "
                            + ProcessHandle.current().pid());
        }

        @Test
        void opensWhatWasClosed() throws IOException {
            open().close();
            open().close();

            assertThat(append(open(), "0").get(0).term()).isEqualTo(1);
        }
    }
}
