package sse.testkit.internal.contract.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadResult;
import sse.testkit.internal.contract.log.LogTest;

/** Duties of {@link sse.api.spi.history.History}: its end, and the entries after it is opened again. */
public abstract class ReopenSpiTest extends HistoryTest {
    private static final int KILLS = 20;

    /** Creates the part. */
    protected ReopenSpiTest() {}

    private List<String> allBytes() throws Exception {
        return readAll().stream().map(LogTest::bytes).toList();
    }

    // History 5
    @Test
    void keepsEntriesAfterClose() throws Exception {
        append("0", "1", "2");
        List<LogEntry> before = readAll();
        List<String> bytes = allBytes();
        history().close();
        open();

        assertEquals(ids(before), ids(readAll()));
        assertEquals(bytes, allBytes());
        assertEquals(before.get(2).id(), await(history().head()));
        assertTrue(append("3").get(0).compareTo(before.get(2).id()) > 0);
    }

    // History 5
    @Test
    void keepsEmptyHistoryAfterClose() throws Exception {
        EntryId head = await(history().head());
        history().close();
        open();

        assertEquals(head, await(history().head()));
        assertEquals(List.of(), readAll());
    }

    // History 2 and 5, PublicationLog 1
    @Test
    void keepsAcknowledgedEntriesAfterKill() throws Exception {
        List<EntryId> acknowledged = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            EntryId id = append(Integer.toString(i)).get(0);
            if (i > 0) {
                EntryId last = acknowledged.get(acknowledged.size() - 1);
                assertTrue(id.term() > last.term(), id + " must be of a later term than " + last);
            }
            acknowledged.add(id);
            ifSupported(() -> fixture().kill(history()));
            open();
            assertEquals(acknowledged, ids(readAll()));
        }
    }

    // PublicationLog 1 and 7
    @Test
    void doesNotReuseIdsOfLostTail() throws Exception {
        List<EntryId> ids = append("0", "1", "2", "3");
        ifSupported(() -> fixture().killAndLose(history(), 2));
        open();
        assertEquals(ids.get(1), await(history().head()));
        EntryId later = append("4").get(0);

        assertTrue(later.compareTo(ids.get(3)) > 0);
        for (EntryId seen : ids.subList(1, 4)) {
            assertEquals(List.of("4"), data(page(await(history().readAfter(seen, LIMITS)))));
        }
    }

    // PublicationLog 4
    @Test
    void countsTrimmedEntriesAcrossTerms() throws Exception {
        List<EntryId> ids = append("0", "1", "2", "3");
        ifSupported(() -> fixture().killAndLose(history(), 1));
        open();
        append("4", "5", "6");
        ifSupported(() -> fixture().trim(history(), 1));

        ReadResult result = await(history().readAfter(ids.get(0), LIMITS));
        long dropped = 5L - readAll().size();
        assertEquals(ReadResult.Kind.GONE, result.kind());
        assertEquals(dropped, result.gap().orElseThrow().lost().orElse(dropped));
    }

    // History 6
    @Test
    void refusesSecondOpener() throws Exception {
        append("0");

        Exception failure = assertThrows(Exception.class, () -> fixture().open().close());
        ifSupported(() -> {
            if (failure instanceof UnsupportedOperationException) {
                throw failure;
            }
        });
        assertFails(() -> {
            throw failure;
        });
        assertEquals(List.of("0"), data(readAll()));
    }
}
