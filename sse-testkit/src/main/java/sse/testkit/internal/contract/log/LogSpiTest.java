package sse.testkit.internal.contract.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.PublicationLog;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Duties of {@link sse.api.spi.history.PublicationLog}: what is read, the four answers, and their limits. */
public abstract class LogSpiTest extends LogTest {
    private @Nullable OpenLog opened;

    /** Creates the part. */
    protected LogSpiTest() {}

    /** Opens the empty log of a test. */
    protected abstract OpenLog newLog() throws Exception;

    @BeforeEach
    final void openLog() throws Exception {
        opened = newLog();
    }

    @AfterEach
    final void closeLog() throws Exception {
        opened().close();
    }

    private OpenLog opened() {
        return Objects.requireNonNull(opened);
    }

    private PublicationLog log() {
        return opened().log();
    }

    private List<EntryId> append(String... data) throws Exception {
        return opened().append(publications(data));
    }

    private List<LogEntry> readAll() throws Exception {
        return readAll(log());
    }

    private ReadResult.Kind kindAfter(EntryId position) throws Exception {
        return await(log().readAfter(position, LIMITS)).kind();
    }

    // PublicationLog 3
    @Test
    void returnsPositionsOfEmptyLog() throws Exception {
        EntryId head = await(log().head());

        assertEquals(head, await(log().tail()));
        assertEquals(List.of(), page(await(log().readAfter(head, LIMITS))));
        assertEquals(List.of(), await(log().readNewest(LIMITS)));
        append("0");
        assertEquals(List.of("0"), data(page(await(log().readAfter(head, LIMITS)))));
    }

    // PublicationLog 3
    @Test
    void readsEntriesAfterEachPosition() throws Exception {
        List<EntryId> ids = append("0", "1", "2");

        assertEquals(List.of("1", "2"), data(page(await(log().readAfter(ids.get(0), LIMITS)))));
        assertEquals(List.of("2"), data(page(await(log().readAfter(ids.get(1), LIMITS)))));
        assertEquals(List.of(), data(page(await(log().readAfter(ids.get(2), LIMITS)))));
        assertEquals(ids.get(2), await(log().head()));
    }

    // PublicationLog 3
    @Test
    void endsPageAtLimits() throws Exception {
        EntryId start = await(log().tail());
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
        return page(await(log().readAfter(start, limits))).size();
    }

    // PublicationLog 3
    @Test
    void readsNewestInOrder() throws Exception {
        append("0", "1", "2", "3");

        assertEquals(List.of("2", "3"), data(await(log().readNewest(ReadLimits.of(2, 1 << 20)))));
        assertEquals(List.of("3"), data(await(log().readNewest(ReadLimits.of(2, 1)))));
        assertEquals(List.of("0", "1", "2", "3"), data(await(log().readNewest(LIMITS))));
    }

    // PublicationLog 4
    @Test
    void countsTrimmedEntries() throws Exception {
        EntryId start = await(log().tail());
        List<EntryId> ids = append("0", "1", "2", "3", "4");
        ifSupported(() -> opened().trim(2));

        EntryId tail = await(log().tail());
        long dropped = 5L - readAll().size();
        assertTrue(dropped > 0, "nothing was dropped");
        assertEquals(ids.get((int) dropped - 1), tail);
        Gap gap = await(log().readAfter(start, LIMITS)).gap().orElseThrow();
        assertEquals(Gap.Reason.TRIMMED, gap.reason());
        assertEquals(tail, gap.resumeAfter());
        assertEquals(dropped, gap.lost().orElse(dropped));
        for (int i = 0; i < dropped - 1; i++) {
            Gap next = await(log().readAfter(ids.get(i), LIMITS)).gap().orElseThrow();
            assertEquals(dropped - 1 - i, next.lost().orElse(dropped - 1 - i));
        }
        assertEquals(ReadResult.Kind.PAGE, kindAfter(tail));
    }

    // PublicationLog 4
    @Test
    void keepsPageWholeWhileOldestAreDropped() throws Exception {
        opened().append(numbered(0, Math.min(500, opened().maxBatch())));
        EntryId start = await(log().tail());
        readWholeOrGone(start);
        CompletableFuture<Void> trimmed = CompletableFuture.runAsync(() -> trimOneByOne(400));
        ReadResult.Kind kind;
        do {
            kind = readWholeOrGone(start);
        } while (kind == ReadResult.Kind.PAGE && !trimmed.isDone());
        try {
            trimmed.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            ifSupported(() -> {
                throw (Exception) failure.getCause();
            });
        }

        readWholeOrGone(start);
    }

    /** Reads from before the first entry, and asserts that nothing is missing from a page. */
    private ReadResult.Kind readWholeOrGone(EntryId start) throws Exception {
        ReadResult result = await(log().readAfter(start, LIMITS));
        assertDense(ids(result.entries()));
        if (result.kind() == ReadResult.Kind.PAGE) {
            assertEquals(0, result.entries().get(0).id().number());
        }
        return result.kind();
    }

    private void trimOneByOne(int least) {
        try {
            int size = Math.min(500, opened().maxBatch());
            for (int retained = size; retained > size - least / 4; retained--) {
                opened().trim(Math.max(1, retained));
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

    // PublicationLog 2
    @Test
    void keepsTopicAndEventOfPublication() throws Exception {
        Event event = Event.builder()
                .comment("c\nd")
                .type("tick")
                .data("é\n\n😀")
                .retry(Duration.ofSeconds(3))
                .build();
        List<EntryId> ids = opened().append(List.of(Publication.of("a/b ü", event), publication("")));

        LogEntry entry = readAll().get(0);
        assertEquals("a/b ü", entry.topic());
        assertEquals(
                ": c\n: d\nevent: tick\nid: " + ids.get(0) + "\nretry: 3000\ndata: é\ndata: \ndata: 😀\n\n",
                bytes(entry));
        assertEquals("id: " + ids.get(1) + "\ndata: \n\n", bytes(readAll().get(1)));
    }

    // PublicationLog 9
    @Test
    void failsAfterClose() throws Exception {
        EntryId id = append("0").get(0);
        log().close();
        log().close();

        assertFails(() -> await(log().readAfter(id, LIMITS)));
        assertFails(() -> await(log().readNewest(LIMITS)));
        assertFails(() -> await(log().head()));
        assertFails(() -> await(log().tail()));
    }
}
