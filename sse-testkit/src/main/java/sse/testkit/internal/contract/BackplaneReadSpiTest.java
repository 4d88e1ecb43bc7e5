package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** Duties of {@link sse.api.spi.history.PublicationLog}, for a backplane. */
public abstract class BackplaneReadSpiTest extends BackplaneTest {
    /** Creates the part. */
    protected BackplaneReadSpiTest() {}

    private ReadResult read(EntryId position) throws Exception {
        return await(second().readAfter(position, LIMITS));
    }

    // PublicationLog 3
    @Test
    void readsAtEveryProcess() throws Exception {
        EntryId start = await(second().head());
        List<EntryId> ids = publish(first(), "0", "1", "2");

        assertEquals(List.of("0", "1", "2"), data(page(read(start))));
        assertEquals(List.of("2"), data(page(read(ids.get(1)))));
        assertEquals(List.of(), data(page(read(ids.get(2)))));
        assertEquals(List.of("2"), data(await(second().readNewest(ReadLimits.of(1, 1 << 20)))));
    }

    // PublicationLog 4
    @Test
    void countsTrimmedEntries() throws Exception {
        List<EntryId> ids = publish(first(), "0", "1", "2", "3");
        ifSupported(() -> fixture().trim(1));

        Gap gap = read(ids.get(0)).gap().orElseThrow();
        assertEquals(2, gap.lost().orElse(2));
        assertEquals(ids.get(2), gap.resumeAfter());
        assertEquals(List.of("3"), data(page(read(gap.resumeAfter()))));
    }

    // PublicationLog 5 and 6
    @Test
    void answersNotYetAndForeign() throws Exception {
        EntryId newest = publish(first(), "0").get(0);

        assertEquals(ReadResult.Kind.NOT_YET, read(newest.next()).kind());
        assertEquals(
                ReadResult.Kind.FOREIGN,
                read(EntryId.of("other", newest.term(), newest.number())).kind());
    }

    // PublicationLog 7
    @Test
    void continuesAtNextTermAfterLostTail() throws Exception {
        List<EntryId> ids = publish(first(), "0", "1", "2");
        ifSupported(() -> fixture().failOver(2));
        publish(first(), "3", "4");

        for (EntryId id : ids) {
            assertEquals(List.of("3", "4"), data(page(read(id))));
        }
    }

    // PublicationLog 6
    @Test
    void answersForeignAfterBrokerIsEmptied() throws Exception {
        EntryId id = publish(first(), "0").get(0);
        ifSupported(() -> fixture().empty());

        assertEquals(ReadResult.Kind.FOREIGN, read(id).kind());
        publish(first(), "1");
        assertEquals(List.of("1"), data(page(read(await(second().tail())))));
    }

    // Backplane 9
    @Test
    void followsOverOneConnection() throws Exception {
        follow(second(), await(second().head()));
        int[] before = new int[1];
        ifSupported(() -> before[0] = fixture().followers());

        assertEquals(1, before[0]);
    }
}
