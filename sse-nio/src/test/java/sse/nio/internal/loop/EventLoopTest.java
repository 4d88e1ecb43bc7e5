package sse.nio.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sse.api.Response;
import sse.nio.fixtures.Client;
import sse.nio.fixtures.Harness;

class EventLoopTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int TASKS_PER_PASS = 64;

    @Test
    void servesNewConnectionWhileTasksAreQueued() throws Exception {
        AtomicInteger run = new AtomicInteger();
        BlockingQueue<Integer> runBefore = new LinkedBlockingQueue<>();
        try (Harness harness = new Harness(exchange -> {
                    runBefore.add(run.get());
                    exchange.respond(Response.of(204));
                });
                Client client = floodBehind(harness, run)) {
            client.readHead();
            // One pass is under way when the tasks begin, one accepts, the next one reads.
            assertThat(runBefore.poll(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(2 * TASKS_PER_PASS);
        }
    }

    /** Holds the loop until a client has sent its request and very many tasks wait. */
    private static Client floodBehind(Harness harness, AtomicInteger run) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        harness.lanes.get(0).loop.execute(() -> {
            held.countDown();
            awaitUnchecked(go);
        });
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        Client client = harness.connect().send(GET);
        for (int i = 0; i < 100 * TASKS_PER_PASS; i++) {
            harness.lanes.get(0).loop.execute(run::incrementAndGet);
        }
        go.countDown();
        return client;
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
