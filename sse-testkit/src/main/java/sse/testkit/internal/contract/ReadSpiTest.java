package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Duties of {@link sse.api.spi.history.PublicationLog}: the four answers, and their limits. */
public abstract class ReadSpiTest extends HistoryTest {
    /** Creates the part. */
    protected ReadSpiTest() {}

    private ReadResult.Kind kindAfter(EntryId position) throws Exception {
        return await(history().readAfter(position, LIMITS)).kind();
    }

    // PublicationLog 3
    @Test
    void returnsPositionsOfEmptyLog() throws Exception {
        EntryId head = await(history().head());

        assertEquals(head, await(history().tail()));
        assertEquals(List.of(), page(await(history().readAfter(head, LIMITS))));
        assertEquals(List.of(), await(history().readNewest(LIMITS)));
        append("0");
        assertEquals(List.of("0"), data(page(await(history().readAfter(head, LIMITS)))));
    }

    // PublicationLog 3
    @Test
    void readsEntriesAfterEachPosition() throws Exception {
        List<EntryId> ids = append("0", "1", "2");

        assertEquals(List.of("1", "2"), data(page(await(history().readAfter(ids.get(0), LIMITS)))));
        assertEquals(List.of("2"), data(page(await(history().readAfter(ids.get(1), LIMITS)))));
        assertEquals(List.of(), data(page(await(history().readAfter(ids.get(2), LIMITS)))));
        assertEquals(ids.get(2), await(history().head()));
    }

    // PublicationLog 3
    @Test
    void endsPageAtLimits() throws Exception {
        EntryId start = await(history().tail());
        append("0", "1", "2", "3");
        int bytes = readAll().get(0).frame().size();

        for (int count = 1; count <= 4; count++) {
            assertEquals(count, read(start, ReadLimits.of(count, 1 << 20)));
            assertEquals(count, read(start, ReadLimits.of(9, (long) count * bytes)));
            assertEquals(count, read(start, ReadLimits.of(9, (count + 1L) * bytes - 1)));
        }
        assertEquals(1, read(start, ReadLimits.of(9, 1)));
    }

    private int read(EntryId start, ReadLimits limits) throws Exception {
        return page(await(history().readAfter(start, limits))).size();
    }

    // PublicationLog 3
    @Test
    void readsNewestInOrder() throws Exception {
        append("0", "1", "2", "3");

        assertEquals(List.of("2", "3"), data(await(history().readNewest(ReadLimits.of(2, 1 << 20)))));
        assertEquals(List.of("3"), data(await(history().readNewest(ReadLimits.of(2, 1)))));
        assertEquals(List.of("0", "1", "2", "3"), data(await(history().readNewest(LIMITS))));
    }

    // PublicationLog 4
    @Test
    void countsTrimmedEntries() throws Exception {
        EntryId start = await(history().tail());
        List<EntryId> ids = append("0", "1", "2", "3", "4");
        ifSupported(() -> fixture().trim(history(), 2));

        EntryId tail = await(history().tail());
        long dropped = 5L - readAll().size();
        assertTrue(dropped > 0, "nothing was dropped");
        assertEquals(ids.get((int) dropped - 1), tail);
        Gap gap = await(history().readAfter(start, LIMITS)).gap().orElseThrow();
        assertEquals(Gap.Reason.TRIMMED, gap.reason());
        assertEquals(tail, gap.resumeAfter());
        assertEquals(dropped, gap.lost().orElse(dropped));
        for (int i = 0; i < dropped - 1; i++) {
            Gap next = await(history().readAfter(ids.get(i), LIMITS)).gap().orElseThrow();
            assertEquals(dropped - 1 - i, next.lost().orElse(dropped - 1 - i));
        }
        assertEquals(ReadResult.Kind.PAGE, kindAfter(tail));
    }

    // PublicationLog 4
    @Test
    void keepsPageWholeWhileOldestAreDropped() throws Exception {
        await(history().append(numbered(0, Math.min(500, history().maxBatch()))));
        EntryId start = await(history().tail());
        CompletableFuture<Void> trimmed = CompletableFuture.runAsync(() -> trimOneByOne(400));
        try {
            ReadResult result;
            do {
                result = await(history().readAfter(start, LIMITS));
                assertDense(ids(result.entries()));
                result.entries().stream()
                        .findFirst()
                        .ifPresent(first -> assertEquals(0, first.id().number()));
            } while (result.kind() == ReadResult.Kind.PAGE && !trimmed.isDone());
        } finally {
            try {
                trimmed.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException failure) {
                ifSupported(() -> {
                    throw (Exception) failure.getCause();
                });
            }
        }
    }

    private void trimOneByOne(int least) {
        try {
            int size = Math.min(500, history().maxBatch());
            for (int retained = size; retained > size - least / 4; retained--) {
                fixture().trim(history(), Math.max(1, retained));
            }
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    // PublicationLog 5
    @Test
    void answersNotYetBeyondNewest() throws Exception {
        EntryId newest = append("0", "1").get(1);

        assertEquals(ReadResult.Kind.NOT_YET, kindAfter(newest.next()));
        assertEquals(ReadResult.Kind.NOT_YET, kindAfter(EntryId.of(newest.log(), newest.term(), 1_000_000)));
        assertEquals(ReadResult.Kind.NOT_YET, kindAfter(EntryId.of(newest.log(), newest.term() + 1, 0)));
        append("2");
        assertEquals(ReadResult.Kind.PAGE, kindAfter(newest.next()));
    }

    // PublicationLog 6
    @Test
    void answersForeignToPositionOfOtherLog() throws Exception {
        EntryId own = append("0").get(0);

        assertEquals(ReadResult.Kind.FOREIGN, kindAfter(EntryId.of("other", own.term(), own.number())));
        assertEquals(ReadResult.Kind.FOREIGN, kindAfter(EntryId.origin("other")));
    }

    // PublicationLog 2
    @Test
    void readsSameBytesEachTime() throws Exception {
        append("0", "1");
        List<LogEntry> first = readAll();

        assertEquals(
                first.stream().map(LogTest::bytes).toList(),
                readAll().stream().map(LogTest::bytes).toList());
    }
}
