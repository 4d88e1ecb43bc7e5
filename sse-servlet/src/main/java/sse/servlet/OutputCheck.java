package sse.servlet;

import jakarta.servlet.ServletOutputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Warns of what breaks streams in front of the servlet, once for each cause. Thread-safe. */
final class OutputCheck {
    private static final System.Logger LOG = System.getLogger("sse.servlet");

    /** Filters whose output passes everything on at once, and has asynchronous writes: Spring Security's. */
    private static final String PASSING = "org.springframework.security.";

    // Immutable after construction.
    private final Container container;

    // Written by any thread.
    private final Set<Class<?>> reported = ConcurrentHashMap.newKeySet();
    private final Set<Class<?>> blockingReported = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean timeoutReported = new AtomicBoolean();

    OutputCheck(Container container) {
        this.container = container;
    }

    /** Warns if the output of a response is not the container's own. Returns true if it is. */
    boolean check(ServletOutputStream out) {
        Class<?> type = out.getClass();
        boolean own = container.owns(type);
        if (!own && !type.getName().startsWith(PASSING) && reported.add(type)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a filter has wrapped the response, which may hold events back or end their streams: exclude the"
                            + " servlet from the filter (compression, ETag, caching) that uses " + type.getName());
        }
        return own;
    }

    /** Logs that a filter's output has no asynchronous writes. */
    void reportBlocking(ServletOutputStream out, RuntimeException unsupported) {
        if (blockingReported.add(out.getClass())) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "requests are answered 500, because a filter has wrapped the response in one without asynchronous"
                            + " writes: exclude the servlet from the filter that uses "
                            + out.getClass().getName(),
                    unsupported);
        }
    }

    /** Warns that a timeout that other code has set has ended a stream. */
    void reportTimeout(long millis) {
        if (!timeoutReported.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an asynchronous timeout has ended a stream: do not call AsyncContext.setTimeout for requests of"
                            + " this servlet: " + millis + " ms");
        }
    }
}
