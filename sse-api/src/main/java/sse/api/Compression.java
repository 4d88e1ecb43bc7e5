package sse.api;

/** Whether the streams of a route are compressed, for clients that ask for it. */
public enum Compression {
    /** They are not. */
    NONE,

    /**
     * In the gzip format (RFC 1952), for each client whose {@code Accept-Encoding} names {@code gzip} with a quality
     * that is neither zero nor below that of {@code identity}, on a connection that marks the end of a response, as
     * HTTP/1.1 does. Other clients are sent the same events as they are. All responses of such a route have
     * {@code Vary: Accept-Encoding}.
     *
     * <p>What a topic publishes is compressed once for all clients that keep up, with a history that holds nothing but
     * that topic's events. What a stream is sent alone, by {@link EventStream#send} or through a transform, and the
     * events of a stream with several subscriptions, are in the format but not compressed, so that neither their text
     * nor its length depends on what others are sent.
     */
    GZIP
}
