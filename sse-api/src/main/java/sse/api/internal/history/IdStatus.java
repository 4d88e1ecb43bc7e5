package sse.api.internal.history;

/** The status of an id, from which a client resumes, in a log in memory. */
public enum IdStatus {
    /** Everything that follows is in memory. */
    RETAINED,

    /** Something that follows has been evicted. */
    EVICTED,

    /** The id is of the log, but its entry has not arrived. */
    NOT_YET,

    /** The id is not of the log. */
    FOREIGN
}
