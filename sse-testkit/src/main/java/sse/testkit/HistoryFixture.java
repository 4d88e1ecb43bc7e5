package sse.testkit;

import java.io.IOException;
import java.time.Duration;
import sse.api.spi.history.History;

/**
 * The access of {@link HistoryContract} to one stored history, which a test opens, closes and opens again. Each test
 * has a fixture of its own.
 *
 * <p>An operation that an implementation cannot offer throws {@link UnsupportedOperationException}, which is the
 * default; the tests that need it are then aborted.
 */
public interface HistoryFixture extends AutoCloseable {
    /**
     * Opens the history of this fixture; it is empty the first time.
     *
     * @return the history
     * @throws Exception if it is open
     */
    History open() throws Exception;

    /**
     * Ends a history as {@code kill -9} does: without closing it.
     *
     * @param history the history, which is open
     * @throws Exception if that fails
     */
    default void kill(History history) throws Exception {
        throw new UnsupportedOperationException("kill");
    }

    /**
     * Ends a history as a crash of the machine does that loses the newest entries.
     *
     * @param history the history, which is open
     * @param lost the number of entries that are lost
     * @throws Exception if that fails
     */
    default void killAndLose(History history, int lost) throws Exception {
        throw new UnsupportedOperationException("killAndLose");
    }

    /**
     * Drops the oldest entries.
     *
     * @param history the history, which is open
     * @param retained the number of entries that remain
     * @throws Exception if that fails
     */
    default void trim(History history, int retained) throws Exception {
        throw new UnsupportedOperationException("trim");
    }

    /**
     * Sets back the clock that the history reads.
     *
     * @param time the difference
     */
    default void setClockBack(Duration time) {
        throw new UnsupportedOperationException("setClockBack");
    }

    /**
     * Makes the next append fail before anything is stored, as a full disk does.
     *
     * @param history the history, which is open
     */
    default void failNextAppend(History history) {
        throw new UnsupportedOperationException("failNextAppend");
    }

    /** Removes everything that the fixture has created. The history has been closed. */
    @Override
    default void close() throws IOException {}
}
