package sse.testkit.internal.contract.backplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * Duties of {@link sse.api.spi.history.PublicationLog} whose test needs several processes, or a fault of the broker.
 */
public abstract class ReadSpiTest extends BackplaneTest {
    /** Creates the part. */
    protected ReadSpiTest() {}

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
