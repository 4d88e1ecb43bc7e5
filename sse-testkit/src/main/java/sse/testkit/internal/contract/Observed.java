package sse.testkit.internal.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sse.api.ServerObserver;
import sse.api.StreamRequest;
import sse.api.StreamSummary;

/** Records the notifications of an observer. Thread-safe, once it is configured. */
final class Observed implements ServerObserver {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private boolean throwing;
    private CountDownLatch closed = new CountDownLatch(0);

    Observed throwing() {
        throwing = true;
        return this;
    }

    /** Delays the notification of a closed stream, so that a server which does not wait for it is closed before. */
    Observed slow(CountDownLatch serverIsClosed) {
        closed = serverIsClosed;
        return this;
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void onOpen(StreamRequest request) {
        note("open " + request.path());
    }

    @Override
    public void onClose(StreamSummary summary) {
        try {
            closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        note("closed " + summary.request().path() + " " + summary.closeReason() + " " + summary.lifetime() + " "
                + summary.droppedEvents());
    }

    @Override
    public void onShed(StreamRequest request) {
        note("shed " + request.path());
    }

    private void note(String call) {
        calls.add(call);
        if (throwing) {
            throw new IllegalStateException("observer throws, as the test wants it");
        }
    }
}
