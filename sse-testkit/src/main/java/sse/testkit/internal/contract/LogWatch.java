package sse.testkit.internal.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import sse.testkit.internal.contract.support.Eventually;

/** Collects log records of level warning and above, and uncaught exceptions, instead of printing them. */
final class LogWatch extends Handler implements AutoCloseable {
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    private LogWatch(Logger logger) {
        this.logger = logger;
        setLevel(Level.WARNING);
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> records.add("uncaught in " + thread.getName() + ": " + failure));
    }

    /** Watches every logger. */
    static LogWatch onAll() {
        return new LogWatch(Logger.getLogger(""));
    }

    /** Watches the core. */
    static LogWatch onCore() {
        return new LogWatch(Logger.getLogger("sse.api"));
    }

    void assertQuiet() {
        if (!records.isEmpty()) {
            throw new AssertionError("log must be quiet: " + records);
        }
    }

    /** Waits for one record that contains a text, and fails on any other. */
    void awaitOnly(String text) {
        awaitOnly(1, text);
    }

    /** Waits for a number of records that contain a text, and fails on any other. */
    void awaitOnly(int count, String text) {
        Eventually.holds("log has records", () -> records.size() >= count);
        if (records.size() != count || !records.stream().allMatch(record -> record.contains(text))) {
            throw new AssertionError("log must have " + count + " with \"" + text + "\": " + records);
        }
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            records.add(record.getLevel() + " " + record.getLoggerName() + ": " + record.getMessage() + " "
                    + record.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
