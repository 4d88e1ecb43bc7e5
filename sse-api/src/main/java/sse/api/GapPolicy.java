package sse.api;

/**
 * The position at which a client resumes if the topic does not know its last event ID or no longer retains its next
 * event.
 */
public enum GapPolicy {
    /** Resumes with the oldest event that is retained. The default. */
    OLDEST,

    /** Resumes with the next event that is published. */
    LIVE,

    /**
     * Resumes behind a {@linkplain Topic.Builder#snapshot snapshot}, which the client receives after the gap event. The
     * default of topics with a snapshot, and only for these.
     */
    SNAPSHOT
}
