package sse.testkit.internal.contract.backplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;

/** Duties of {@link sse.api.spi.history.Backplane}: publishing. */
public abstract class PublishSpiTest extends BackplaneTest {
    /** Creates the part. */
    protected PublishSpiTest() {}

    private List<String> stored() throws Exception {
        return data(await(first().readNewest(LIMITS)));
    }

    // Backplane 1
    @Test
    void storesRepeatedBatchOnce() throws Exception {
        List<EntryId> ids = await(first().publish(publications("0", "1"), "a", 7));

        assertEquals(ids, await(first().publish(publications("0", "1"), "a", 7)));
        assertEquals(ids, await(second().publish(publications("0", "1"), "a", 7)));
        assertDense(ids);
        assertEquals(List.of("0", "1"), stored());
    }

    // Backplane 2
    @Test
    void distinguishesPublishersOfEqualCounters() throws Exception {
        EntryId id = await(first().publish(publications("0"), "a", 1)).get(0);

        assertNotEquals(id, await(second().publish(publications("1"), "b", 1)).get(0));
        assertEquals(List.of("0", "1"), stored());
    }

    // Backplane 1
    @Test
    void storesOnceWhenAnswerIsLost() throws Exception {
        publish(first(), "0");
        ifSupported(() -> fixture().loseNextAnswer());

        EntryId id = publish(first(), "1").get(0);
        assertEquals(List.of("0", "1"), stored());
        assertEquals(id, await(first().head()));
    }

    // Backplane 1
    @Test
    void storesOnceWhenRequestIsLost() throws Exception {
        publish(first(), "0");
        ifSupported(() -> fixture().loseNextRequest());

        EntryId id = publish(first(), "1").get(0);
        assertEquals(List.of("0", "1"), stored());
        assertEquals(id, await(first().head()));
    }

    // Backplane 1; the new primary has never seen the batch
    @Test
    void storesAgainWhatFailoverLost() throws Exception {
        await(first().publish(publications("0"), "a", 1));
        EntryId lost = await(first().publish(publications("1"), "a", 2)).get(0);
        ifSupported(() -> fixture().failOver(1));

        EntryId again = await(first().publish(publications("1"), "a", 2)).get(0);
        assertEquals(List.of("0", "1"), stored());
        assertNotEquals(lost, again);
        assertEquals(0, again.number());
    }

    // Backplane 3
    @Test
    void failsInTimeWhileBrokerIsDown() throws Exception {
        publish(first(), "0");
        ifSupported(() -> fixture().stopBroker());
        assertThrows(PublishException.class, () -> publish(first(), "1"));
        fixture().startBroker();

        publish(first(), "2");
        assertEquals(List.of("0", "2"), stored());
    }

    // As History 4
    @Test
    void acceptsBatchesUpToMaximum() throws Exception {
        int max = first().maxBatch();
        assertEquals(List.of(), await(first().publish(List.of(), "a", 0)));
        assertEquals(max, await(first().publish(numbered(0, max), "a", 1)).size());
        List<Publication> more = Collections.nCopies(max + 1, publication("x"));
        assertThrows(IllegalArgumentException.class, () -> await(first().publish(more, "a", 2)));

        assertEquals(max, stored().size());
    }

    // PublicationLog 9
    @Test
    void rejectsPublicationAfterClose() throws Exception {
        publish(first(), "0");
        first().close();

        assertThrows(PublishException.class, () -> publish(first(), "1"));
        assertEquals(List.of("0"), data(await(second().readNewest(LIMITS))));
    }
}
