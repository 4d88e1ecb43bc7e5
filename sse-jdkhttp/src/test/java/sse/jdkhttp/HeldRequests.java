package sse.jdkhttp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sse.api.Response;
import sse.jdkhttp.FakeCore.FakeStream;
import sse.jdkhttp.FakeCore.OnLane;

/** A core that keeps each request until the test says what becomes of it. */
final class HeldRequests implements Consumer<OnLane> {
    private final BlockingQueue<OnLane> requests = new LinkedBlockingQueue<>();

    @Override
    public void accept(OnLane request) {
        requests.add(request);
    }

    OnLane await() throws InterruptedException {
        OnLane request = requests.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    static FakeStream open(OnLane request) throws Exception {
        CompletableFuture<FakeStream> stream = new CompletableFuture<>();
        request.loop().execute(() -> stream.complete(request.open()));
        return stream.get(30, TimeUnit.SECONDS);
    }

    static void respond(OnLane request, Response response) {
        request.loop().execute(() -> request.exchange().respond(response));
    }
}
