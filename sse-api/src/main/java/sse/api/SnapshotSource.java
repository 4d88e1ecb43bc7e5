package sse.api;

/**
 * Returns the state that a topic's events change, for clients that have not received these events.
 *
 * <p>It is called on the server's executor, never on a lane, and may block. While it is called, the topic goes on; what
 * is published meanwhile is sent after the snapshot, unless the snapshot contains it. Clients that subscribe while a
 * call is under way share its result. Calls for clients of several servers, or calls that follow one another, do not
 * overlap only if their servers are one: the function must be thread-safe if a topic is served by several.
 *
 * <p>If it throws, or returns null, the streams that wait for it end with {@link CloseReason#FAILED}, and their clients
 * may return. A function that does not return keeps them waiting: one that asks another system needs a time limit of
 * its own.
 *
 * @see Topic.Builder#snapshot
 */
@FunctionalInterface
public interface SnapshotSource {
    /**
     * Takes a snapshot.
     *
     * @return the state, and the id of the last event that is in it
     * @throws Exception if there is none; the streams that wait for it fail
     */
    Snapshot take() throws Exception;
}
