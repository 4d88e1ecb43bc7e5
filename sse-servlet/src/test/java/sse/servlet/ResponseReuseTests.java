package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseService;
import sse.api.StreamOptions;

/**
 * A container may use a response's objects for the next request when a callback that ends the response has returned: no
 * call of the lane may be under way then, and none may follow.
 */
abstract class ResponseReuseTests {
    private static final int SECONDS = 30;

    private final BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private final ExecutorService opening = Executors.newCachedThreadPool();
    private final Map<String, RecordedAsync> recorded = new ConcurrentHashMap<>();
    private final LaneHold hold = new LaneHold();
    private RecordedAsync.Call heldCall;
    private LiveService service;

    abstract TestContainer.Kind kind();

    @AfterEach
    void stop() {
        hold.release();
        opening.shutdownNow();
        service.close();
    }

    /** Starts a service of whose requests with the query {@code held} the lane is held in a call. */
    private Http2Client start(RecordedAsync.Call call) throws Exception {
        heldCall = call;
        SseService described = SseService.builder().respond("/hello", request -> Response.text("hello")).stream(
                        "/events", StreamOptions.builder().noHeartbeat().build(), stream -> {
                            stream.onClose(ends::add);
                            streams.add(stream);
                        })
                .build();
        service =
                LiveService.start(kind(), described, application -> RecordedAsync.addFilter(application, this::record));
        return new Http2Client(service, "/hello");
    }

    private RecordedAsync record(HttpServletRequest request, AsyncContext container) {
        String name = String.valueOf(request.getQueryString());
        LaneHold laneHold = name.equals("held") ? hold : LaneHold.none();
        RecordedAsync async = new RecordedAsync(container, heldCall, laneHold);
        recorded.put(name, async);
        return async;
    }

    private EventStream opened() throws InterruptedException {
        EventStream stream = streams.poll(SECONDS, TimeUnit.SECONDS);
        assertTrue(stream != null, "no stream was opened");
        return stream;
    }

    @Test
    void endsNothingAfterOnError() throws Exception {
        Http2Client client = start(RecordedAsync.Call.GET_RESPONSE);
        Http2Client.Stream reset = client.open("/events?reset");
        opened();
        Future<Http2Client.Stream> holding = opening.submit(() -> client.open("/events?held"));
        hold.awaitLane();
        RecordedAsync async = recorded.get("reset");

        reset.reset();
        States.await("onError has returned", () -> async.steps().contains("onError ends"));
        hold.release();

        // All that was submitted to the lane before its head has run.
        holding.get(SECONDS, TimeUnit.SECONDS);
        assertEquals(CloseReason.CLIENT_GONE, ends.poll(SECONDS, TimeUnit.SECONDS));
        assertEquals(List.of(), async.stepsAfter("onError ends"));
        opened().send("still here");
        assertTrue(holding.get().readUntil("data: still here\n\n").startsWith(":\nretry: 3000\n"));
    }

    @Test
    void onErrorAwaitsLane() throws Exception {
        Http2Client client = start(RecordedAsync.Call.COMPLETE);
        Http2Client.Stream reset = client.open("/events?held");
        opened().close();
        hold.awaitLane();
        RecordedAsync async = recorded.get("held");

        reset.reset();
        States.await(
                "a callback awaits the lane, or onError has returned",
                () -> isCallbackWaiting() || async.steps().contains("onError ends"));
        assertFalse(async.steps().contains("onError ends"), () -> "onError has not waited: " + async.steps());
        hold.release();

        Http2Client.Stream next = client.open("/events?next");
        opened().send("still here");
        next.readUntil("data: still here\n\n");
    }

    private static boolean isCallbackWaiting() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getState() == Thread.State.BLOCKED)
                .flatMap(thread -> List.of(thread.getValue()).stream())
                .anyMatch(frame -> frame.getClassName().equals(ContainerCallbacks.class.getName()));
    }
}
