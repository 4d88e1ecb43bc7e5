package sse.api.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the core logs while it is open, at warning or above, as "message: what was thrown"; nothing of that reaches the
 * console.
 */
public final class CoreLog extends Handler implements AutoCloseable {
    private static final Logger CORE = Logger.getLogger("sse.api");

    private final List<String> records = new ArrayList<>();

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
            records.add(record.getMessage() + ": " + record.getThrown().getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        CORE.removeHandler(this);
        CORE.setUseParentHandlers(true);
    }
}
