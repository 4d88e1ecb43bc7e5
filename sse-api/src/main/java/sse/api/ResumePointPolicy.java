package sse.api;

/**
 * Which clients receive resume points: events whose only purpose is their id, so that a client resumes where it was
 * although it has received no other event.
 *
 * <p>A resume point has the type {@link StreamOptions#resumePointType()}, the id, and empty data. It is sent to a new
 * subscriber of topics with a history that receives no event at once, and to a subscriber whose transform has dropped
 * so many events that its last event ID is about to leave the history. A page without a listener for the type does not
 * see it. An id without data would do in theory (WHATWG HTML section 9.2.6), but Firefox and WebKit do not send such an
 * id when they reconnect.
 *
 * @see StreamOptions.Builder#resumePoints
 */
public enum ResumePointPolicy {
    /**
     * Clients whose request is that of an {@code EventSource}: {@code Accept} names {@code text/event-stream}, and
     * {@code Cache-Control} contains {@code no-cache}, as the standard prescribes. Browsers send both, and so do
     * implementations of {@code EventSource} outside browsers; they deliver events by type, and resume by id. Programs
     * that read a stream with {@code fetch} or an HTTP client, which may show every event to their user, do not. The
     * default.
     */
    EVENT_SOURCE,

    /** All clients: for clients that resume by id, and ignore events of the type. */
    ALWAYS,

    /** No client. */
    NEVER
}
