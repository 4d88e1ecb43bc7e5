package sse.client.internal.connection;

import java.time.Duration;
import java.util.function.Consumer;
import sse.client.Disconnection;
import sse.client.ResponseHead;
import sse.client.SourceEnd;
import sse.client.SourceObserver;

/** Calls the observer of the program, and logs what it throws. Confined to the loop. */
final class SafeObserver implements SourceObserver {
    private static final System.Logger LOG = System.getLogger("sse.client");

    private final SourceObserver observer;

    SafeObserver(SourceObserver observer) {
        this.observer = observer;
    }

    @Override
    public void onOpen(ResponseHead response) {
        call(it -> it.onOpen(response));
    }

    @Override
    public void onComment(String text) {
        call(it -> it.onComment(text));
    }

    @Override
    public void onRetry(Duration time) {
        call(it -> it.onRetry(time));
    }

    @Override
    public void onDisconnect(Disconnection disconnection, Duration delay) {
        call(it -> it.onDisconnect(disconnection, delay));
    }

    @Override
    public void onEnd(SourceEnd end) {
        call(it -> it.onEnd(end));
    }

    private void call(Consumer<SourceObserver> call) {
        try {
            call.accept(observer);
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "observer threw", failure);
        }
    }
}
