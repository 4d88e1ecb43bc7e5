package sse.api.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Records what the core logs at warning or above, as "message: exception message" or as "message". Nothing reaches the
 * console, unless it is registered as an extension and the test fails.
 */
public final class CoreLog extends Handler implements AutoCloseable, AfterEachCallback {
    private static final Logger CORE = Logger.getLogger("sse.api");

    private final List<String> records = new ArrayList<>();
    private final List<LogRecord> original = new ArrayList<>();

    /** Begins to listen. */
    public CoreLog() {
        setLevel(Level.WARNING);
        CORE.addHandler(this);
        CORE.setUseParentHandlers(false);
    }

    /** Returns what was logged. */
    public synchronized List<String> records() {
        return List.copyOf(records);
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (isLoggable(record)) {
            original.add(record);
            Throwable thrown = record.getThrown();
            records.add(thrown == null ? record.getMessage() : record.getMessage() + ": " + thrown.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void afterEach(ExtensionContext context) {
        close();
        if (context.getExecutionException().isPresent()) {
            ConsoleHandler console = new ConsoleHandler();
            original.forEach(console::publish);
        }
    }

    @Override
    public void close() {
        CORE.removeHandler(this);
        CORE.setUseParentHandlers(true);
    }
}
