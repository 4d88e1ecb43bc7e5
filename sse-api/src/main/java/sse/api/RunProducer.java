package sse.api;

/**
 * Produces the events of a {@link Run}, and ends it by returning.
 *
 * @see Runs#start
 */
@FunctionalInterface
public interface RunProducer {
    /**
     * Sends the events of the run. Called once, on the executor of the {@link Runs}, and may block: clients that come
     * and go do not affect it. Returning completes the run. If it throws, the run has failed, which is logged, and
     * clients receive the {@linkplain Runs.Builder#failureEvent failure event}.
     *
     * <p>When the run is {@linkplain Run#stop() stopped}, the thread is interrupted; what the producer sends, returns
     * or throws afterwards has no effect.
     *
     * @param out what it sends by; may be used from any thread, until the run has ended
     * @throws Exception to end the run with {@link RunState#FAILED}
     */
    void run(RunOutput out) throws Exception;
}
