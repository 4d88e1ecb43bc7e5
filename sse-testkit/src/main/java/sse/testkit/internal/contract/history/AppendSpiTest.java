package sse.testkit.internal.contract.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;

/** Duties of {@link sse.api.spi.history.History}: appending. */
public abstract class AppendSpiTest extends HistoryTest {
    private static final int THREADS = 8;
    private static final int BATCHES = 50;

    /** Creates the part. */
    protected AppendSpiTest() {}

    // History 1, PublicationLog 1
    @Test
    void assignsDenseIdsInOrderOfBatch() throws Exception {
        List<EntryId> ids = new ArrayList<>(append("0", "1", "2"));
        ids.addAll(append("3"));

        assertDense(ids);
        assertEquals(0, ids.get(0).number());
        assertEquals(ids, ids(readAll()));
        assertEquals(List.of("0", "1", "2", "3"), data(readAll()));
    }

    // History 1, PublicationLog 1 and 2
    @Test
    void readsInOrderOfAppendFromEightThreads() throws Exception {
        List<Callable<Boolean>> publishers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String name = thread + "-";
            publishers.add(() -> {
                for (int i = 0; i < BATCHES; i++) {
                    assertDense(append(name + 2 * i, name + (2 * i + 1)));
                }
                return true;
            });
        }
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Boolean> done : executor.invokeAll(publishers)) {
                assertTrue(done.get());
            }
        } finally {
            executor.shutdownNow();
        }

        List<LogEntry> all = readAll();
        assertEquals(THREADS * BATCHES * 2, all.size());
        assertDense(ids(all));
        for (int thread = 0; thread < THREADS; thread++) {
            assertInOrder(thread + "-", data(all));
        }
    }

    private static void assertInOrder(String name, List<String> data) {
        List<String> own = data.stream().filter(text -> text.startsWith(name)).toList();
        for (int i = 0; i < own.size(); i++) {
            assertEquals(name + i, own.get(i));
        }
    }

    // History 4
    @Test
    void acceptsBatchesUpToMaximum() throws Exception {
        int max = history().maxBatch();
        assertEquals(List.of(), await(history().append(List.of())));
        assertEquals(1, append("one").size());
        assertEquals(max, await(history().append(numbered(0, max))).size());
        List<Publication> more = Collections.nCopies(max + 1, publication("x"));
        assertThrows(IllegalArgumentException.class, () -> await(history().append(more)));

        assertEquals(1 + max, readAll().size());
    }

    // History 3
    @Test
    void storesNothingOfBatchThatFails() throws Exception {
        append("0");
        ifSupported(() -> fixture().failNextAppend(history()));

        PublishException failure = assertThrows(PublishException.class, () -> append("lost", "lost too"));
        assertEquals(PublishException.Outcome.NOT_STORED, failure.outcome());
        assertEquals(List.of("0"), data(readAll()));
    }

    // PublicationLog 8
    @Test
    void assignsLargerIdsAfterClockIsSetBack() throws Exception {
        List<EntryId> ids = new ArrayList<>(append("0"));
        ifSupported(() -> fixture().setClockBack(Duration.ofHours(1)));
        ids.addAll(append("1"));

        assertDense(ids);
        assertEquals(List.of("0", "1"), data(readAll()));
    }

    // PublicationLog 8
    @Test
    void retainsNewEntriesWhenClockIsSetBack() throws Exception {
        append("0");
        ifSupported(() -> fixture().setClockBack(Duration.ofHours(1)));
        append("1");
        ifSupported(() -> fixture().dropOlderThan(history(), Duration.ofMinutes(30)));
        assertEquals(List.of("0", "1"), data(readAll()));

        fixture().setClockBack(Duration.ofHours(-1));
        fixture().dropOlderThan(history(), Duration.ofMinutes(30));
        assertEquals(List.of("0", "1"), data(readAll()));
        fixture().setClockBack(Duration.ofHours(-1));
        append("2");
        fixture().dropOlderThan(history(), Duration.ofMinutes(30));
        assertEquals("2", data(readAll()).get(data(readAll()).size() - 1));
    }

    // PublicationLog 9
    @Test
    void rejectsAppendAfterClose() throws Exception {
        append("0");
        history().close();

        assertFails(() -> append("1"));
    }
}
