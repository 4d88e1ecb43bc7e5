package sse.api.internal.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.internal.executor.SafeRunner;

/**
 * What runs when a stream has closed: the library's releases at once, then the user's actions on the executor, each
 * exactly once. Thread-safe.
 */
final class CloseActions {
    // Guarded by this. Null while nothing is registered.
    private @Nullable List<Runnable> releases;
    private @Nullable List<Consumer<CloseReason>> actions;
    private @Nullable CloseReason reason;

    /** Registers a release, or runs it now if the stream has closed. A release takes no lock and does not throw. */
    void release(Runnable release) {
        synchronized (this) {
            if (reason == null) {
                releases = append(releases, release);
                return;
            }
        }
        release.run();
    }

    /** Registers a user's action, or runs it on the executor if the stream has closed. */
    void onClose(Consumer<CloseReason> action, StreamContext context) {
        CloseReason present;
        synchronized (this) {
            if (reason == null) {
                actions = append(actions, action);
                return;
            }
            present = reason;
        }
        context.closeExecutor().execute(() -> run(action, present, context));
    }

    /** Runs what was registered. Only the first call counts. */
    void complete(CloseReason why, StreamContext context) {
        List<Runnable> toRelease;
        List<Consumer<CloseReason>> toRun;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            toRelease = releases == null ? List.of() : releases;
            toRun = actions == null ? List.of() : actions;
            releases = null;
            actions = null;
        }
        toRelease.forEach(Runnable::run);
        if (!toRun.isEmpty()) {
            context.closeExecutor().execute(() -> toRun.forEach(action -> run(action, why, context)));
        }
    }

    private static <T> List<T> append(@Nullable List<T> list, T element) {
        List<T> longer = list == null ? new ArrayList<>(1) : list;
        longer.add(element);
        return longer;
    }

    private static void run(Consumer<CloseReason> action, CloseReason why, StreamContext context) {
        SafeRunner.run("onClose action of " + context.path() + " threw", () -> action.accept(why));
    }
}
