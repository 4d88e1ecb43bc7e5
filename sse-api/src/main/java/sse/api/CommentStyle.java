package sse.api;

/**
 * The shape of the comments that a stream sends by itself: its first bytes and its heartbeats.
 *
 * <p>To a client that follows the standard both are the same. Several clients that do not pass an event with empty data
 * to their user, or fail, at each blank line that follows a comment.
 *
 * @see StreamOptions.Builder#firstComment
 * @see StreamOptions.Builder#heartbeatStyle
 */
public enum CommentStyle {
    /** A line without a blank line behind it: a colon and LF. The default. */
    LINE,

    /** A line and a blank line: for a client, or a proxy, that waits for the end of a block. */
    BLOCK
}
