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
     * @throws UnsupportedOperationException if it is open, and several processes may open it: the test that needs one
     *     opener is then aborted
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
     * @param time the difference; negative to set it forward
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

    /**
     * Drops the entries that are older than an age, as the history's retention does.
     *
     * @param history the history, which is open
     * @param age the age, by the clock that the history reads
     * @throws Exception if that fails
     */
    default void dropOlderThan(History history, Duration age) throws Exception {
        throw new UnsupportedOperationException("dropOlderThan");
    }

    /**
     * Limits the space for what the history still stores. An append that needs more fails, possibly after a part of it
     * has been written, as on a full disk.
     *
     * @param history the history, which is open
     * @param bytes the number of bytes; {@link Long#MAX_VALUE} ends the limit
     * @throws Exception if that fails
     */
    default void limitSpace(History history, long bytes) throws Exception {
        throw new UnsupportedOperationException("limitSpace");
    }

    /**
     * Returns how many bytes the stored entries take, with what is stored beside them; 0 before the first entry.
     *
     * @return the number of bytes
     * @throws Exception if that fails
     */
    default long storedBytes() throws Exception {
        throw new UnsupportedOperationException("storedBytes");
    }

    /**
     * Cuts off the newest of the {@linkplain #storedBytes stored bytes}, as a crash does while an entry is written. The
     * history has been {@linkplain #kill killed}.
     *
     * @param bytes the number of bytes that remain
     * @throws Exception if that fails
     */
    default void truncate(long bytes) throws Exception {
        throw new UnsupportedOperationException("truncate");
    }

    /**
     * Inverts a bit of one of the {@linkplain #storedBytes stored bytes}. The history has been {@linkplain #kill
     * killed}.
     *
     * @param position the position of the byte, counted from the oldest
     * @param bit the bit, 0 to 7
     * @throws Exception if that fails
     */
    default void flipBit(long position, int bit) throws Exception {
        throw new UnsupportedOperationException("flipBit");
    }

    /**
     * Returns how long a test waits for what a client must receive before it fails.
     *
     * @return the time; 20 seconds by default
     */
    default Duration deadline() {
        return Duration.ofSeconds(20);
    }

    /** Removes everything that the fixture has created. The history has been closed. */
    @Override
    default void close() throws IOException {}
}
