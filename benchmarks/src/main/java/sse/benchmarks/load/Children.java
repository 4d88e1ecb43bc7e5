package sse.benchmarks.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes that this program has started and must not leave behind: they are killed when it ends, also by Ctrl-C.
 * Thread-safe.
 */
final class Children {
    private final Set<ChildProcess> running = ConcurrentHashMap.newKeySet();

    Children() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> running.forEach(ChildProcess::kill), "load-shutdown"));
    }

    ChildProcess start(String name, List<String> command, Path errors) throws LoadException {
        ChildProcess child = ChildProcess.start(name, command, errors);
        running.add(child);
        return child;
    }

    /** Ends one, unless it was ended before. */
    void close(ChildProcess child) {
        if (running.remove(child)) {
            child.close();
        }
    }

    void closeAll() {
        List.copyOf(running).forEach(this::close);
    }
}
