package sse.api;

/** The reason for which a stream was closed. Each stream has exactly one. */
public enum CloseReason {
    /** The application closed the stream by {@link EventStream#close()}, or its publisher has completed. */
    COMPLETED,

    /** The client disconnected: the end of its input, a reset, or a failed write. */
    CLIENT_GONE,

    /** The client accepted no bytes for {@link StreamOptions#writeTimeout()} while some were queued. */
    TIMED_OUT,

    /**
     * The client was too slow: its send queue was full and the policy is {@link OverflowPolicy#DISCONNECT}, or a topic
     * no longer retained its next event and the policy is {@link LagPolicy#DISCONNECT}.
     */
    OVERFLOW,

    /** The application's code for this stream threw an exception, or its publisher has failed. */
    FAILED,

    /** The server is closing. */
    SHUTDOWN,

    /** The stream has been open for almost its {@link StreamOptions#maxLifetime()}. */
    EXPIRED,

    /**
     * The client is no longer authorized: a {@link Revalidation} has ended the stream, or the application by
     * {@link SseServer#closeStreams}.
     */
    REVOKED
}
