package sse.spring.boot;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.SmartLifecycle;
import sse.servlet.SseServlet;

/**
 * Closes the servlet when the application stops, before Spring Boot stops the web server gracefully: that would wait
 * for open streams to end by themselves, 30 s by default. Thread-safe.
 *
 * <pre>
 *   CREATED --- start --> RUNNING --- stop --> STOPPED --- start --> RUNNING
 * </pre>
 */
final class SseLifecycle implements SmartLifecycle {
    /** Above the phase of the graceful stop of Boot's web server, which is {@code DEFAULT_PHASE - 1024}. */
    static final int PHASE = DEFAULT_PHASE - 512;

    private enum State {
        CREATED,
        RUNNING,
        STOPPED
    }

    // Immutable after construction.
    private final SseServlet servlet;

    // Written by any thread.
    private final AtomicReference<State> state = new AtomicReference<>(State.CREATED);

    SseLifecycle(SseServlet servlet) {
        this.servlet = servlet;
    }

    /** Runs the servlet, again if the application has been stopped and is started again. */
    @Override
    public void start() {
        ServletConfig config = servlet.getServletConfig();
        if (state.getAndSet(State.RUNNING) == State.STOPPED && config != null) {
            try {
                servlet.init(config);
            } catch (ServletException failure) {
                throw new IllegalStateException("servlet must start again", failure);
            }
        }
    }

    /** Closes every stream, and blocks until that is done. */
    @Override
    public void stop() {
        if (state.compareAndSet(State.RUNNING, State.STOPPED)) {
            servlet.close();
        }
    }

    @Override
    public boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
