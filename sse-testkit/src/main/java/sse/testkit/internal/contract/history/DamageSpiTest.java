package sse.testkit.internal.contract.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.testkit.internal.contract.log.LogTest;

/**
 * Duties of {@link sse.api.spi.history.History}: what it does with an entry that was written in part or damaged, and
 * without space.
 */
public abstract class DamageSpiTest extends HistoryTest {
    private final Set<EntryId> assigned = new HashSet<>();

    /** Creates the part. */
    protected DamageSpiTest() {}

    /** Damages the newest entry of a killed history. */
    private interface Damage {
        /**
         * Damages the entry.
         *
         * @param start the number of bytes before the entry
         * @param at the byte of the entry at which to damage it
         */
        void apply(long start, int at) throws Exception;
    }

    // History 5, PublicationLog 1
    @Test
    void dropsEntryCutOffAtAnyByte() throws Exception {
        damageAtEachByte((start, at) -> fixture().truncate(start + at), false);
    }

    // History 5, PublicationLog 1 and 2
    @Test
    void returnsNoDamagedEntry() throws Exception {
        damageAtEachByte((start, at) -> fixture().flipBit(start + at, at % Byte.SIZE), true);
    }

    /**
     * Appends an entry, kills the history, damages the entry at one of its bytes and opens the history, for each of its
     * bytes.
     *
     * @param mayRemain true if the entry may be returned, as it was: the damaged byte may mean nothing
     */
    private void damageAtEachByte(Damage damage, boolean mayRemain) throws Exception {
        List<String> expected = new ArrayList<>(appendNew("first"));
        int size;
        int at = 0;
        do {
            long[] bytes = new long[1];
            ifSupported(() -> bytes[0] = fixture().storedBytes());
            List<String> newest = appendNew("data");
            size = (int) (fixture().storedBytes() - bytes[0]);
            int position = at;
            ifSupported(() -> fixture().kill(history()));
            ifSupported(() -> damage.apply(bytes[0], position));
            open();

            List<String> remaining = allBytes();
            if (mayRemain && remaining.size() > expected.size()) {
                expected.addAll(newest);
            }
            assertEquals(expected, remaining, "after damage at byte " + at);
            at++;
        } while (at < size);
        expected.addAll(appendNew("last"));
        assertEquals(expected, allBytes());
        fixture().kill(history());
        open();
        assertEquals(expected, allBytes(), "what was appended behind the damage");
    }

    /** Appends an entry whose id must be new, and returns its bytes. */
    private List<String> appendNew(String data) throws Exception {
        EntryId id = append(data).get(0);
        assertTrue(assigned.add(id), id + " is assigned twice");
        List<LogEntry> all = readAll();
        assertEquals(id, all.get(all.size() - 1).id());
        return List.of(bytes(all.get(all.size() - 1)));
    }

    private List<String> allBytes() throws Exception {
        return readAll().stream().map(LogTest::bytes).toList();
    }

    // History 3
    @Test
    void storesNothingOnFullDisk() throws Exception {
        append("0000", "0000"); // What is stored before the first entries is there then.
        long[] bytes = new long[1];
        ifSupported(() -> bytes[0] = fixture().storedBytes());
        append("0000", "0000");
        long size = fixture().storedBytes() - bytes[0];
        for (long room = 0; room < size; room++) {
            long limit = room;
            ifSupported(() -> fixture().limitSpace(history(), limit));

            PublishException failure = assertThrows(PublishException.class, () -> append("lost", "lost"));
            assertEquals(PublishException.Outcome.NOT_STORED, failure.outcome(), "with space for " + room);
            assertEquals(Collections.nCopies(4, "0000"), data(readAll()), "with space for " + room);
        }
        fixture().limitSpace(history(), Long.MAX_VALUE);
        assertDense(append("1", "2"));
        assertEquals(List.of("0000", "0000", "0000", "0000", "1", "2"), data(readAll()));
        history().close();
        open();
        assertEquals(List.of("0000", "0000", "0000", "0000", "1", "2"), data(readAll()));
    }
}
