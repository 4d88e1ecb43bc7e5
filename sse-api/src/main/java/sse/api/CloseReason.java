package sse.api;

/** Says why a stream ended. Each stream ends exactly once, with exactly one reason. */
public enum CloseReason {
    /** The application ended the stream: {@link EventStream#close()}, or a publisher that feeds it has completed. */
    COMPLETED,

    /** The client left: end of input, a reset, or a write that failed. */
    CLIENT_GONE,

    /** The client did not take any bytes for {@link StreamOptions#writeTimeout()} while some were waiting for it. */
    TIMED_OUT,

    /**
     * The client fell behind: its outbox was full and the policy is {@link OverflowPolicy#DISCONNECT}, or a topic's
     * history has moved past it and the policy is {@link LagPolicy#DISCONNECT}.
     */
    OVERFLOW,

    /** The application's code for this stream threw, or a publisher that feeds it has failed. */
    FAILED,

    /** The server is closing. */
    SHUTDOWN
}
