package sse.api.internal.topic;

/** Where a subscription has started. */
enum Resumption {
    /** After the client's last event id. */
    RESUMED,

    /** Where a client starts that has no id. */
    NEW,

    /** Where a client starts whose id is unknown, or whose next event is no longer retained. */
    GAP,

    /** Nowhere yet: the client is ahead of the topic. */
    HELD,

    /** Nowhere yet: the client receives a snapshot first. */
    SNAPSHOT,

    /** Nowhere: it has ended before. */
    ENDED
}
