package sse.api;

/**
 * What the producer of a {@link Run} sends by. Thread-safe: events that several threads send are in one order, which is
 * the same for every client.
 *
 * <p>Implemented by the library. No method takes or returns {@code null}.
 */
public interface RunOutput {
    /**
     * Returns the key of the run.
     *
     * @return the key
     */
    String key();

    /**
     * Sends an event to every client that is attached now or later. When this returns, the event is part of the run:
     * accepted, not delivered. Does not wait for a client, unless {@link Runs.Builder#backPressure} is set.
     *
     * @param event the event, without an id: the run gives it one
     * @throws IllegalArgumentException if the event has an id
     * @throws java.util.concurrent.CancellationException if the run was stopped, or the thread was interrupted while it
     *     waited for clients; it is interrupted then. The event is not sent
     * @throws IllegalStateException if the run has completed or failed
     */
    void send(Event event);

    /**
     * Sends an event of the default type, as {@link #send(Event)} does.
     *
     * @param data the data, see {@link Event#of(String)}
     * @throws java.util.concurrent.CancellationException as {@link #send(Event)} throws it
     * @throws IllegalStateException if the run has completed or failed
     */
    default void send(String data) {
        send(Event.of(data));
    }

    /**
     * Returns true if the run was stopped: the producer should return soon.
     *
     * @return true if the run was stopped
     */
    boolean isStopped();

    /**
     * Registers an action that runs once, on an executor, if the run is stopped; at once, if it was stopped before. For
     * a producer that waits for something which an interrupt does not end, such as a socket: the action closes it.
     *
     * @param action the action; what it throws is logged
     */
    void onStop(Runnable action);
}
