package sse.testkit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import sse.testkit.internal.contract.history.AppendSpiTest;
import sse.testkit.internal.contract.history.DamageSpiTest;
import sse.testkit.internal.contract.history.HistoryLog;
import sse.testkit.internal.contract.history.ReopenSpiTest;
import sse.testkit.internal.contract.history.RestartServerTest;
import sse.testkit.internal.contract.log.LogSpiTest;
import sse.testkit.internal.contract.log.OpenLog;

/**
 * The tests that every {@link sse.api.spi.history.History} must pass: of its interface, and of a server whose topic it
 * keeps. A history's own test extends it; JUnit finds the rest:
 *
 * <pre>{@code
 * class MyHistoryTest extends HistoryContract {
 *     @Override
 *     protected HistoryFixture fixture() {
 *         return new MyHistoryFixture();
 *     }
 * }
 * }</pre>
 *
 * <p>Each test names the numbered duty that it proves. It is aborted, not failed, if it needs an operation of the
 * {@link HistoryFixture} that is not supported. Needs JUnit Jupiter. Waits with deadlines and never sleeps.
 */
public abstract class HistoryContract {
    /** Creates the contract. */
    protected HistoryContract() {}

    /**
     * Creates the fixture of one test.
     *
     * @return a new fixture
     */
    protected abstract HistoryFixture fixture();

    @Nested
    @DisplayName("appending")
    class Appending extends AppendSpiTest {
        @Override
        protected HistoryFixture newFixture() {
            return fixture();
        }
    }

    @Nested
    @DisplayName("reading")
    class Reading extends LogSpiTest {
        @Override
        protected OpenLog newLog() throws Exception {
            return HistoryLog.open(fixture());
        }
    }

    @Nested
    @DisplayName("opening again")
    class Reopening extends ReopenSpiTest {
        @Override
        protected HistoryFixture newFixture() {
            return fixture();
        }
    }

    @Nested
    @DisplayName("damage and a full disk")
    class Damage extends DamageSpiTest {
        @Override
        protected HistoryFixture newFixture() {
            return fixture();
        }
    }

    @Nested
    @DisplayName("resuming after a restart")
    class Restarting extends RestartServerTest {
        @Override
        protected HistoryFixture newFixture() {
            return fixture();
        }
    }
}
