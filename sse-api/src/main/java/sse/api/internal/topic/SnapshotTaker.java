package sse.api.internal.topic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import sse.api.SnapshotSource;

/**
 * Has the snapshots of a topic taken, on the executors of its streams' servers: one at a time for each, which all
 * streams share that ask for one meanwhile. Thread-safe.
 */
final class SnapshotTaker {
    private final SnapshotSource source;

    // Written by any thread.
    private final Map<Executor, SnapshotCall> calls = new ConcurrentHashMap<>();

    SnapshotTaker(SnapshotSource source) {
        this.source = source;
    }

    /** Has a snapshot taken, or joins the call that is under way. The listener is called by any thread, also this. */
    SnapshotCall request(Executor executor, SnapshotCall.Listener listener) {
        while (true) {
            SnapshotCall present = calls.get(executor);
            if (present != null && present.join(listener)) {
                return present;
            }
            SnapshotCall created = new SnapshotCall(source, ended -> calls.remove(executor, ended));
            created.join(listener);
            if (present == null
                    ? calls.putIfAbsent(executor, created) == null
                    : calls.replace(executor, present, created)) {
                submit(executor, created);
                return created;
            }
        }
    }

    private static void submit(Executor executor, SnapshotCall call) {
        try {
            executor.execute(call);
        } catch (RejectedExecutionException rejected) {
            call.fail(rejected);
        }
    }
}
