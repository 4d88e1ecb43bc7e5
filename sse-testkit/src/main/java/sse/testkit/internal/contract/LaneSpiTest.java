package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.testkit.TestConnection;
import sse.testkit.internal.contract.support.Eventually;

/** Duties 1 and 4 of {@link sse.api.spi.Transport}, 1 and 3 of {@link sse.api.spi.ServiceHost}: threads and lanes. */
public abstract class LaneSpiTest extends ContractTest {
    private static final int THREADS = 4;
    private static final int TASKS = 500;

    /** Creates the part. */
    protected LaneSpiTest() {}

    // Transport 1, ServiceHost 1
    @Test
    void hasScratchOfAtLeast1024Bytes() {
        BareServer server = serveBare();

        assertFalse(server.lanes().isEmpty());
        server.lanes().forEach(lane -> assertTrue(lane.scratch().capacity() >= 1024));
    }

    // Transport 1, ServiceHost 1; LaneLoop: one at a time, in order, from any thread
    @Test
    void runsTasksOfLaneInOrder() throws InterruptedException {
        BareServer server = serveBare();
        BareLane lane = server.lanes().get(0);
        List<List<Integer>> seen = new ArrayList<>();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(THREADS * TASKS);
        for (int thread = 0; thread < THREADS; thread++) {
            List<Integer> ofThread = new ArrayList<>();
            seen.add(ofThread);
            new Thread(() -> submit(lane, ofThread, running, overlaps, done), "contract-producer-" + thread).start();
        }

        assertTrue(done.await(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, overlaps.get());
        List<List<Integer>> copies =
                lane.call(() -> seen.stream().map(List::copyOf).toList());
        List<Integer> expected = IntStream.range(0, TASKS).boxed().toList();
        copies.forEach(copy -> assertEquals(expected, copy));
    }

    private static void submit(
            BareLane lane, List<Integer> seen, AtomicInteger running, AtomicInteger overlaps, CountDownLatch done) {
        for (int i = 0; i < TASKS; i++) {
            int number = i;
            lane.loop().execute(() -> {
                overlaps.addAndGet(running.getAndIncrement());
                seen.add(number);
                running.decrementAndGet();
                done.countDown();
            });
        }
    }

    // LaneLoop.atEndOfPass: after each call, on the loop
    @Test
    void runsTaskAtEndOfPass() throws InterruptedException {
        BareServer server = serveBare();
        BareLane lane = server.lanes().get(0);
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(TASKS);
        Runnable task = () -> lane.alone("a task at the end of a pass", runs::incrementAndGet);
        for (int i = 0; i < TASKS; i++) {
            lane.loop().execute(() -> {
                int before = runs.get();
                lane.loop().atEndOfPass(task);
                lane.loop().atEndOfPass(() -> {
                    if (runs.get() > before) {
                        done.countDown();
                    }
                });
            });
        }

        assertTrue(done.await(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS));
    }

    // Transport 1, ServiceHost 1; closing the bare server fails after a violation
    @Test
    void callsLaneOneAtATimeUnderManyClients() {
        BareServer server = serveBare();
        List<BareStream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            closedAfterTest(server.client().open()).send("GET", "/" + i, Headers.empty(), "");
            streams.add(server.nextExchange().open());
        }
        streams.forEach(stream -> stream.write("data: x\n\n"));
        streams.subList(0, 10).forEach(BareStream::finish);
        streams.subList(10, 20).forEach(BareStream::abort);

        streams.forEach(this::awaitClosed);
    }

    // Transport 4, ServiceHost 3
    @Test
    void servesOthersWhileOneClientDoesNotRead() {
        BareServer server = serveBare();
        TestConnection stalled =
                closedAfterTest(server.client().withWindow(4096).open());
        stalled.send("GET", "/stalled", Headers.empty(), "");
        BareStream full = server.nextExchange().open();
        fill(full);

        for (int i = 0; i < 2 * server.lanes().size(); i++) {
            try (TestConnection other = server.client().open()) {
                other.send("GET", "/other", Headers.empty(), "");
                server.nextExchange().respond(Response.text("served"));
                assertEquals("served", other.receive().text());
            }
        }
    }
}
