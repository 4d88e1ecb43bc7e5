package sse.conformance;

/** How a case binds. */
public enum Level {
    /** A standard demands it: what does otherwise has failed. */
    MUST,
    /** A standard advises it, or other software relies on it: what does otherwise is warned. */
    SHOULD
}
