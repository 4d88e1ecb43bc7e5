package sse.api;

/**
 * How the ids grow that events bring to a topic.
 *
 * <p>If a topic knows, it can place any id among those of its events, also one that it has never seen: it resumes a
 * client after the next smaller one, and recognizes a client that is ahead of it, because another server has sent it
 * later events than this one has yet.
 *
 * @see Topic.Builder#idOrder
 */
public enum IdOrder {
    /** Nothing is known: an id is looked up as it is. The default. */
    UNORDERED,

    /** Ids are numbers of 1 to 18 decimal digits, compared by value: offsets of a log, keys of a table. */
    NUMERIC,

    /** Ids are compared as {@link String#compareTo} does: ULIDs, time stamps, numbers of a fixed length. */
    LEXICAL
}
