package sse.history.file;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a {@link FileHistory} forces what it has written to the disk. Immutable.
 *
 * <p>Under each of them a publication that was acknowledged survives the end of the process, {@code kill -9} included:
 * the operating system has it. The choice is what survives a crash of the machine, or a loss of power.
 */
public final class Flush {
    private static final Flush NEVER = new Flush(Mode.NEVER, Duration.ZERO);
    private static final Flush EACH_COMMIT = new Flush(Mode.EACH_COMMIT, Duration.ZERO);

    private enum Mode {
        NEVER,
        EVERY,
        EACH_COMMIT
    }

    private final Mode mode;
    private final Duration interval;

    private Flush(Mode mode, Duration interval) {
        this.mode = mode;
        this.interval = interval;
    }

    /**
     * Leaves it to the operating system, which writes within about half a minute. A crash of the machine loses what it
     * had not written.
     *
     * @return the policy
     */
    public static Flush never() {
        return NEVER;
    }

    /**
     * Forces at intervals while something is published. A crash of the machine loses at most what was acknowledged in
     * the last interval.
     *
     * @param interval the time between two forces, 1 millisecond to 1 day
     * @return the policy
     * @throws IllegalArgumentException if the interval is shorter or longer
     */
    public static Flush every(Duration interval) {
        Objects.requireNonNull(interval, "interval");
        if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("flush interval must be between 1 ms and 1 day: " + interval);
        }
        return new Flush(Mode.EVERY, interval);
    }

    /**
     * Forces before each acknowledgement. What is published at the same time is forced together. A crash of the machine
     * loses nothing that was acknowledged, as far as its disk tells the truth.
     *
     * @return the policy
     */
    public static Flush eachCommit() {
        return EACH_COMMIT;
    }

    boolean isEachCommit() {
        return mode == Mode.EACH_COMMIT;
    }

    Optional<Duration> interval() {
        return mode == Mode.EVERY ? Optional.of(interval) : Optional.empty();
    }

    @Override
    public String toString() {
        return mode == Mode.EVERY ? "EVERY " + interval : mode.name();
    }
}
