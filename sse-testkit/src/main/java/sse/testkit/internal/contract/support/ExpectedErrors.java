package sse.testkit.internal.contract.support;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Keeps log records of the library off the console during tests that provoke errors. The records of a test that fails
 * are printed after it.
 */
public final class ExpectedErrors implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(ExpectedErrors.class);

    // A strong reference: the log manager holds only a weak one.
    private static final Logger LIBRARY = Logger.getLogger("sse");

    /** Creates the extension. */
    public ExpectedErrors() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        Records records = new Records();
        context.getStore(NAMESPACE).put(Records.class, records);
        LIBRARY.addHandler(records);
        LIBRARY.setUseParentHandlers(false);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Records records =
                Objects.requireNonNull(context.getStore(NAMESPACE).remove(Records.class, Records.class), "records");
        LIBRARY.removeHandler(records);
        LIBRARY.setUseParentHandlers(true);
        if (context.getExecutionException().isPresent()) {
            records.print();
        }
    }

    private static final class Records extends Handler {
        private final List<LogRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        void print() {
            ConsoleHandler console = new ConsoleHandler();
            records.forEach(console::publish);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
