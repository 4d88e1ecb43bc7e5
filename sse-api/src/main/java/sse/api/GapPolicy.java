package sse.api;

/** Says where a client goes on whose last event id a topic does not know, or whose next event is no longer retained. */
public enum GapPolicy {
    /** With the oldest event that is retained. The default. */
    OLDEST,

    /** With the next event that is published. */
    LIVE
}
