package sse.testkit;

import java.io.IOException;
import sse.api.spi.history.Backplane;

/**
 * What {@link BackplaneContract} needs to test a backplane: a broker with an empty log, to which a test connects
 * processes and at which it does what happens to brokers. Each test has a fixture of its own.
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
     * Drops the next batch that is published before the broker stores it; its publisher gets no answer.
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
     * Holds what the broker sends to a process that follows it, as a process that falls behind does.
     *
     * @param backplane the process
     * @throws Exception if that fails
     */
    default void holdDelivery(Backplane backplane) throws Exception {
        throw new UnsupportedOperationException("holdDelivery");
    }

    /**
     * Lets a process have what was held, and what follows.
     *
     * @param backplane the process
     * @throws Exception if that fails
     */
    default void resumeDelivery(Backplane backplane) throws Exception {
        throw new UnsupportedOperationException("resumeDelivery");
    }

    /**
     * Cuts the path between a process and the broker without a word to either.
     *
     * @param backplane the process
     * @throws Exception if that fails
     */
    default void cutPath(Backplane backplane) throws Exception {
        throw new UnsupportedOperationException("cutPath");
    }

    /**
     * Mends the path between a process and the broker.
     *
     * @param backplane the process
     * @throws Exception if that fails
     */
    default void mendPath(Backplane backplane) throws Exception {
        throw new UnsupportedOperationException("mendPath");
    }

    /**
     * Stops the broker, which keeps what is stored.
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
     * @param retained how many entries stay
     * @throws Exception if that fails
     */
    default void trim(int retained) throws Exception {
        throw new UnsupportedOperationException("trim");
    }

    /**
     * Replaces the primary by a replica that lacks the newest entries.
     *
     * @param lost how many entries are lost
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
     * Returns how many connections read from the broker.
     *
     * @return the number of connections
     * @throws Exception if that fails
     */
    default int followers() throws Exception {
        throw new UnsupportedOperationException("followers");
    }

    /** Removes what the fixture has made. The backplanes are closed already. */
    @Override
    default void close() throws IOException {}
}
