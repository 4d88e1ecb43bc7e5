package sse.client;

/** Why an {@link EventSource} has ended. */
public enum EndReason {
    /**
     * The server has nothing more to send: it answered 204, or it ended the response to a request that is not repeated.
     */
    COMPLETED,

    /** The program closed the source. */
    CLOSED,

    /** The response was not an event stream, and asking again would not help: {@link SourceEnd#response()}. */
    REFUSED,

    /** A line or an event was larger than its limit. */
    LIMIT_EXCEEDED,

    /** The connection failed, and the policy ended the source: {@link SourceEnd#cause()}. */
    GAVE_UP,

    /** Code of the program threw, or its executor rejected a task: {@link SourceEnd#cause()}. */
    FAILED
}
