package sse.testkit;

import java.io.IOException;
import java.time.Duration;
import sse.api.spi.history.Backplane;

/**
 * The access of {@link BackplaneContract} to a broker with an empty log: connects processes and simulates faults. Each
 * test has a fixture of its own.
 *
 * <p>An operation that an implementation cannot offer throws {@link UnsupportedOperationException}, which is the
 * default; the tests that need it are then aborted.
 */
public interface BackplaneFixture extends AutoCloseable {
    /**
     * Connects a process to the broker.
     *
     * @return its backplane
     * @throws Exception if that fails
     */
    Backplane connect() throws Exception;

    /**
     * Drops the next batch that is published before the broker stores it; its publisher receives no answer.
     *
     * @throws Exception if that fails
     */
    default void loseNextRequest() throws Exception {
        throw new UnsupportedOperationException("loseNextRequest");
    }

    /**
     * Drops the broker's answer to the next batch that is published.
     *
     * @throws Exception if that fails
     */
    default void loseNextAnswer() throws Exception {
        throw new UnsupportedOperationException("loseNextAnswer");
    }

    /**
     * Holds back what the broker sends to a process, which falls behind.
     *
     * @param backplane the process
     * @throws Exception if that fails
     */
    default void holdDelivery(Backplane backplane) throws Exception {
        throw new UnsupportedOperationException("holdDelivery");
    }

    /**
     * Delivers what was held back to a process, and what follows.
     *
     * @param backplane the process
     * @throws Exception if that fails
     */
    default void resumeDelivery(Backplane backplane) throws Exception {
        throw new UnsupportedOperationException("resumeDelivery");
    }

    /**
     * Ends the connection over which a process reads, after the broker has sent some more bytes. The process can
     * connect again at once.
     *
     * @param backplane the process
     * @param bytes the number of bytes that still arrive
     * @throws Exception if that fails
     */
    default void cutWithin(Backplane backplane, int bytes) throws Exception {
        throw new UnsupportedOperationException("cutWithin");
    }

    /**
     * Returns how long a test waits for an effect before it fails: the delivery of an entry, or the notice that nothing
     * more comes from the broker, which the implementation must take in a time that it names.
     *
     * @return the time; 20 seconds by default
     */
    default Duration deadline() {
        return Duration.ofSeconds(20);
    }

    /**
     * Interrupts the network between a process and the broker, without notification of either.
     *
     * @param backplane the process
     * @throws Exception if that fails
     */
    default void cutPath(Backplane backplane) throws Exception {
        throw new UnsupportedOperationException("cutPath");
    }

    /**
     * Restores the network between a process and the broker.
     *
     * @param backplane the process
     * @throws Exception if that fails
     */
    default void mendPath(Backplane backplane) throws Exception {
        throw new UnsupportedOperationException("mendPath");
    }

    /**
     * Stops the broker; stored entries are retained. A publication must fail within 20 seconds.
     *
     * @throws Exception if that fails
     */
    default void stopBroker() throws Exception {
        throw new UnsupportedOperationException("stopBroker");
    }

    /**
     * Starts the broker again.
     *
     * @throws Exception if that fails
     */
    default void startBroker() throws Exception {
        throw new UnsupportedOperationException("startBroker");
    }

    /**
     * Drops the oldest entries.
     *
     * @param retained the number of entries that remain
     * @throws Exception if that fails
     */
    default void trim(int retained) throws Exception {
        throw new UnsupportedOperationException("trim");
    }

    /**
     * Replaces the primary by a replica that lacks the newest entries.
     *
     * @param lost the number of entries that are lost
     * @throws Exception if that fails
     */
    default void failOver(int lost) throws Exception {
        throw new UnsupportedOperationException("failOver");
    }

    /**
     * Empties the broker.
     *
     * @throws Exception if that fails
     */
    default void empty() throws Exception {
        throw new UnsupportedOperationException("empty");
    }

    /**
     * Returns the number of connections that read from the broker.
     *
     * @return the number of connections
     * @throws Exception if that fails
     */
    default int followers() throws Exception {
        throw new UnsupportedOperationException("followers");
    }

    /** Removes everything that the fixture has created. The backplanes have been closed. */
    @Override
    default void close() throws IOException {}
}
