package sse.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.WriteListener;

/**
 * What a container calls for a response. No single one of these calls is certain to come when a client has
 * disconnected, so each of them ends the response, and the first one counts.
 *
 * <p>None does more than to end the response, or to submit a task to its lane: they come on threads of the container
 * that must not wait, and also from within a call of the lane's that fails. The exception is a container that stops.
 *
 * @param response the response
 */
record ContainerCallbacks(AsyncResponse response) implements AsyncListener, WriteListener {
    @Override
    public void onWritePossible() {
        response.lane().loop().execute(response::onReady);
    }

    @Override
    public void onError(Throwable failure) {
        response.fail();
    }

    @Override
    public void onError(AsyncEvent event) {
        response.onError();
    }

    /**
     * Waits until the stream has been sent its last event, if the container stops: Tomcat ends asynchronous requests by
     * this call then, although these have no timeout.
     */
    @Override
    public void onTimeout(AsyncEvent event) {
        long timeout = event.getAsyncContext().getTimeout();
        if (timeout > 0) {
            response.mount().outputCheck().reportTimeout(timeout);
        } else {
            response.mount().closeService();
            response.awaitEnd();
        }
        response.onTimeout();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        response.onCompleted();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
