package sse.api.internal.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import sse.api.CloseReason;

/** A run of a stream's user code on the executor. If the code throws, its stream fails and nothing else. */
final class UserCodeRun {
    private UserCodeRun() {}

    /**
     * Submits user code.
     *
     * @param codeName what the log calls the code, before the path of the route
     * @param ifItFails runs if the code throws, or does not run
     */
    static void submit(ServerEventStream stream, String codeName, ServerEventStream.UserCode code, Runnable ifItFails) {
        Executor executor = stream.context.executor();
        submit(stream, executor, () -> run(stream, codeName, code, ifItFails), ifItFails);
    }

    /** Submits a task that throws nothing. */
    static void submit(ServerEventStream stream, Executor executor, Runnable task, Runnable ifItIsRejected) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException rejected) {
            stream.fail("the server's executor must not reject what a stream needs", rejected);
            ifItIsRejected.run();
        }
    }

    /** Runs user code on the calling thread. */
    static void run(ServerEventStream stream, String codeName, ServerEventStream.UserCode code, Runnable ifItFails) {
        try {
            code.run();
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stream.close(CloseReason.FAILED);
        } catch (Exception | Error failure) {
            stream.failUserCode(codeName, "threw", failure);
        }
        ifItFails.run();
    }
}
