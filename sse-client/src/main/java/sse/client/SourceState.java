package sse.client;

/**
 * The state of an {@link EventSource}.
 *
 * <pre>
 *            read, subscribe, start                200, text/event-stream
 *      NEW ------------------------&gt; CONNECTING -----------------------&gt; OPEN
 *                                     ^      |                            |
 *                            delay is |      | no connection, refusal     | end, loss, idle
 *                            over     |      v                            v
 *                                    WAITING &lt;----------------------------+
 *
 *      each of them -- close, 204, a refusal that is not retried, a limit, the policy --&gt; CLOSED
 * </pre>
 */
public enum SourceState {
    /** Nothing has been read, and no request has been sent. */
    NEW,

    /** A request has been sent, or is being made, and its response has not been accepted yet. */
    CONNECTING,

    /** An event stream is being read. */
    OPEN,

    /** There is no connection; the next attempt begins after a delay. */
    WAITING,

    /** No further request will be sent; see {@link EventSource#end()}. */
    CLOSED
}
