package sse.api.internal.stream;

import sse.api.CloseReason;
import sse.api.StreamHandler;
import sse.api.internal.executor.Interruption;

/** The call of a stream's handler, which the end of the stream may interrupt. For one run, on the executor. */
final class HandlerRun implements Runnable {
    // Immutable after construction.
    private final ServerEventStream stream;
    private final StreamHandler handler;
    private final Runnable afterHandler;
    private final Interruption running = new Interruption();

    /**
     * Creates a call.
     *
     * @param afterHandler runs when the handler has returned or thrown
     */
    HandlerRun(ServerEventStream stream, StreamHandler handler, Runnable afterHandler) {
        this.stream = stream;
        this.handler = handler;
        this.afterHandler = afterHandler;
    }

    /** Submits the call to what runs handlers. On the lane. */
    void submit() {
        StreamContext context = stream.context;
        if (context.options().interruptHandler()) {
            stream.release(this::interruptUnlessCompleted);
        }
        UserCodeRun.submit(stream, context.opener(handler), this, afterHandler);
    }

    @Override
    public void run() {
        running.enter();
        try {
            UserCodeRun.run(stream, "handler", () -> handler.onOpen(stream), () -> {});
        } finally {
            running.leave();
            afterHandler.run();
        }
    }

    /** Interrupts the handler, unless the application has ended the stream itself. On the lane. */
    private void interruptUnlessCompleted() {
        if (stream.closeReason().filter(CloseReason.COMPLETED::equals).isEmpty()) {
            running.interrupt();
        }
    }
}
