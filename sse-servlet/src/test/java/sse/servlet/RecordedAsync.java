package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A container's asynchronous request. Records in which order the response is ended and the container reports an error.
 * The lane may be held in its first call of one kind. Thread-safe.
 */
final class RecordedAsync implements AsyncContext {
    /** The calls in which the lane may be held. */
    enum Call {
        GET_RESPONSE,
        COMPLETE
    }

    /** Makes the record of a request that becomes asynchronous. */
    interface Recording {
        RecordedAsync start(HttpServletRequest request, AsyncContext container);
    }

    // Immutable after construction.
    private final AsyncContext container;
    private final Call heldCall;
    private final LaneHold hold;

    // Written by any thread.
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private volatile String completingThread = "";

    /** Records without holding the lane. */
    RecordedAsync(AsyncContext container) {
        this(container, Call.COMPLETE, LaneHold.none());
    }

    RecordedAsync(AsyncContext container, Call heldCall, LaneHold hold) {
        this.container = container;
        this.heldCall = heldCall;
        this.hold = hold;
    }

    /** Adds a filter that records every request of an application. */
    static void addFilter(ServletContext application, Recording recording) {
        FilterRegistration.Dynamic registration = application.addFilter(
                "recording",
                (request, response, chain) ->
                        chain.doFilter(recorded((HttpServletRequest) request, recording), response));
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    private static HttpServletRequest recorded(HttpServletRequest request, Recording recording) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public AsyncContext startAsync(ServletRequest started, ServletResponse response) {
                return recording.start(request, super.startAsync(started, response));
            }
        };
    }

    /** Returns the steps up to now: the beginnings and ends of endings and of {@code onError}. */
    List<String> steps() {
        return List.copyOf(steps);
    }

    /** Returns the steps after a step, which must have been made. */
    List<String> stepsAfter(String step) {
        List<String> all = steps();
        return all.subList(all.indexOf(step) + 1, all.size());
    }

    /** Returns the name of the thread that has called {@code complete}. */
    String completingThread() {
        return completingThread;
    }

    @Override
    public void complete() {
        completingThread = Thread.currentThread().getName();
        record("complete", () -> {
            hold(Call.COMPLETE);
            container.complete();
        });
    }

    @Override
    public void dispatch() {
        record("dispatch", container::dispatch);
    }

    @Override
    public void dispatch(String path) {
        record("dispatch", () -> container.dispatch(path));
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        record("dispatch", () -> container.dispatch(context, path));
    }

    private void record(String name, Runnable step) {
        steps.add(name + " begins");
        try {
            step.run();
        } finally {
            steps.add(name + " ends");
        }
    }

    private void hold(Call call) {
        if (call == heldCall) {
            hold.holdLane();
        }
    }

    @Override
    public ServletResponse getResponse() {
        hold(Call.GET_RESPONSE);
        return container.getResponse();
    }

    @Override
    public ServletRequest getRequest() {
        return container.getRequest();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return container.hasOriginalRequestAndResponse();
    }

    @Override
    public void start(Runnable task) {
        container.start(task);
    }

    @Override
    public void addListener(AsyncListener listener) {
        container.addListener(recorded(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        container.addListener(recorded(listener), request, response);
    }

    private AsyncListener recorded(AsyncListener listener) {
        return new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) throws IOException {
                listener.onComplete(event);
            }

            @Override
            public void onTimeout(AsyncEvent event) throws IOException {
                listener.onTimeout(event);
            }

            @Override
            public void onError(AsyncEvent event) throws IOException {
                steps.add("onError begins");
                try {
                    listener.onError(event);
                } finally {
                    steps.add("onError ends");
                }
            }

            @Override
            public void onStartAsync(AsyncEvent event) throws IOException {
                listener.onStartAsync(event);
            }
        };
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return container.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        container.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return container.getTimeout();
    }
}
