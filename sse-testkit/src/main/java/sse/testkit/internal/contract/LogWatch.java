package sse.testkit.internal.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what anybody logs as a warning or worse, and exceptions that nobody caught. */
final class LogWatch extends Handler implements AutoCloseable {
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    LogWatch() {
        setLevel(Level.WARNING);
        root.addHandler(this);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> records.add("uncaught in " + thread.getName() + ": " + failure));
    }

    void assertQuiet() {
        if (!records.isEmpty()) {
            throw new AssertionError("log must be quiet: " + records);
        }
    }

    List<String> records() {
        return records;
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
        root.removeHandler(this);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
