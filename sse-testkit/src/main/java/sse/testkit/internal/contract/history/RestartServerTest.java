package sse.testkit.internal.contract.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.Topic;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** A server whose topic is kept in the history: what clients receive that resume, also after a restart. */
public abstract class RestartServerTest extends HistoryTest {
    private static final int WINDOW = 5;
    private static final int MANY = 20 * WINDOW;

    private @Nullable Hub hub;
    private @Nullable Topic topic;
    private @Nullable TestServer server;

    /** Creates the part. */
    protected RestartServerTest() {}

    @BeforeEach
    final void start() {
        Hub opened = Hub.builder().history(history()).build();
        closeAfterTest(opened::close);
        Topic prices = opened.topic("prices", settings -> settings.history(WINDOW, Duration.ofHours(1)));
        TestServer started = TestServer.start(builder -> builder.stream("/", prices));
        closeAfterTest(started::close);
        hub = opened;
        topic = prices;
        server = started;
    }

    private void stop() {
        Objects.requireNonNull(server).close();
        Objects.requireNonNull(hub).close();
    }

    private List<String> publish(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Objects.requireNonNull(topic).publish(Event.of(Integer.toString(i))))
                .toList();
    }

    private TestStream connect(String lastEventId) {
        TestStream stream = Objects.requireNonNull(server)
                .client()
                .withTimeout(fixture().deadline())
                .withLastEventId(lastEventId)
                .connect("/")
                .ignoreUnread();
        closeAfterTest(stream::close);
        return stream;
    }

    private static void assertReceives(TestStream client, int from, int to) {
        List<String> received = new ArrayList<>();
        while (received.size() < to - from) {
            MessageEvent event = client.nextEvent();
            received.add(event.type().equals("message") ? event.data() : event.type());
        }
        assertEquals(IntStream.range(from, to).mapToObj(Integer::toString).toList(), received);
    }

    // History 5, PublicationLog 3
    @Test
    void resumesAfterRestart() throws Exception {
        List<String> ids = publish(0, 3);
        stop();
        open();
        start();
        TestStream client = connect(ids.get(0));
        publish(3, 4);

        assertReceives(client, 1, 4);
    }

    // History 2 and 5
    @Test
    void resumesAfterKill() throws Exception {
        List<String> ids = publish(0, 3);
        ifSupported(() -> fixture().kill(history()));
        stop();
        open();
        start();
        TestStream client = connect(ids.get(0));
        publish(3, 4);

        assertReceives(client, 1, 4);
    }

    // PublicationLog 3
    @Test
    void resumesBehindWindowAfterRestart() throws Exception {
        List<String> ids = publish(0, MANY);
        stop();
        open();
        start();
        TestStream client = connect(ids.get(0));
        publish(MANY, MANY + 1);

        assertReceives(client, 1, MANY + 1);
    }

    // PublicationLog 7
    @Test
    void resumesAfterLostTailWithoutGap() throws Exception {
        List<String> ids = publish(0, 5);
        ifSupported(() -> fixture().killAndLose(history(), 2));
        stop();
        open();
        start();
        publish(5, 6);

        assertReceives(connect(ids.get(4)), 5, 6);
        TestStream beforeLostTail = connect(ids.get(1));
        assertReceives(beforeLostTail, 2, 3);
        assertReceives(beforeLostTail, 5, 6);
    }

    // PublicationLog 6
    @Test
    void sendsGapForIdOfNoLog() throws Exception {
        publish(0, 2);
        for (String id : List.of("garbage", "x".repeat(5_000), "other.1-0", "other.-1-0", "\u00e9.1-0")) {
            TestStream client = connect(id);
            MessageEvent gap = client.nextEvent();

            assertEquals("gap", gap.type());
            assertEquals("{\"lost\":null,\"reason\":\"unknown\"}", gap.data());
            assertReceives(client, 0, 2);
        }
    }

    // PublicationLog 4
    @Test
    void sendsGapOnceBehindTrimmedEntries() throws Exception {
        List<String> ids = publish(0, MANY);
        ifSupported(() -> fixture().trim(history(), 2 * WINDOW));
        int retained = readAll().size();
        EntryId position = EntryId.parse(ids.get(0)).orElseThrow();
        Gap gap = await(history().readAfter(position, LIMITS)).gap().orElseThrow();
        String lost = gap.lost().isPresent() ? Long.toString(gap.lost().getAsLong()) : "null";
        TestStream client = connect(ids.get(0));

        MessageEvent event = client.nextEvent();
        assertEquals("gap {\"lost\":" + lost + ",\"reason\":\"trimmed\"}", event.type() + " " + event.data());
        assertReceives(client, MANY - retained, MANY);
        TestStream again = client.reconnect().ignoreUnread();
        closeAfterTest(again::close);
        publish(MANY, MANY + 1);
        assertReceives(again, MANY, MANY + 1);
    }
}
