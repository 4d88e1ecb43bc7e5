package sse.client;

/** Why an {@link EventSource} has no connection, although it should. */
public enum DisconnectReason {
    /** The server ended the stream in order. */
    ENDED,

    /** The connection broke while the stream was open, or its content could not be decompressed. */
    LOST,

    /** Nothing, not even a comment, arrived within the {@linkplain EventSource.Builder#idleTimeout idle timeout}. */
    IDLE,

    /** No connection was made: unknown host, refused, TLS handshake, connect timeout. No request was sent. */
    NOT_CONNECTED,

    /**
     * A request was sent, or may have been, and no complete head of a response arrived before the connection broke or
     * within the {@linkplain EventSource.Builder#responseTimeout response timeout}.
     */
    NO_RESPONSE,

    /** The response was not an event stream: {@link Disconnection#response()}. */
    REFUSED,

    /** A function of the program that contributes to the request threw. */
    NOT_REQUESTED,

    /** The program called {@link EventSource#reconnect()}. */
    RECONNECT
}
