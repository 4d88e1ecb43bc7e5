package sse.conformance;

/** Is called with what a stream is decoded to, in order. */
@FunctionalInterface
public interface StreamListener {
    /**
     * An event was dispatched.
     *
     * @param type its type, {@code message} if the stream names none
     * @param data its data
     * @param lastEventId the last event ID at that moment, empty if there is none
     */
    void event(String type, String data, String lastEventId);

    /**
     * The reconnection time was set.
     *
     * @param millis the time in milliseconds; {@link Long#MAX_VALUE} if it is longer
     */
    default void retry(long millis) {}

    /**
     * A comment was read.
     *
     * @param text its text after the colon and one space
     */
    default void comment(String text) {}

    /**
     * The stream has ended.
     *
     * @param id the last event ID to reconnect with, empty if there is none
     */
    default void lastEventId(String id) {}
}
