package sse.testkit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import sse.testkit.internal.contract.backplane.FollowSpiTest;
import sse.testkit.internal.contract.backplane.PublishSpiTest;
import sse.testkit.internal.contract.backplane.ReadSpiTest;
import sse.testkit.internal.contract.backplane.ResumeServerTest;
import sse.testkit.internal.contract.backplane.SharedLog;
import sse.testkit.internal.contract.backplane.SharedTopicServerTest;
import sse.testkit.internal.contract.log.LogSpiTest;
import sse.testkit.internal.contract.log.OpenLog;

/**
 * The tests that every {@link sse.api.spi.history.Backplane} must pass: of its interface, and of servers in two
 * processes whose hubs share a topic. A backplane's own test extends it and returns a {@link BackplaneFixture}; JUnit
 * finds the rest.
 *
 * <p>Each test names the numbered duty that it proves. It is aborted, not failed, if it needs an operation of the
 * fixture that is not supported. Needs JUnit Jupiter. Waits with deadlines and never sleeps.
 */
public abstract class BackplaneContract {
    /** Creates the contract. */
    protected BackplaneContract() {}

    /**
     * Creates the fixture of one test.
     *
     * @return a new fixture
     */
    protected abstract BackplaneFixture fixture();

    @Nested
    @DisplayName("publishing")
    class Publishing extends PublishSpiTest {
        @Override
        protected BackplaneFixture newFixture() {
            return fixture();
        }
    }

    @Nested
    @DisplayName("following")
    class Following extends FollowSpiTest {
        @Override
        protected BackplaneFixture newFixture() {
            return fixture();
        }
    }

    @Nested
    @DisplayName("reading")
    class Reading extends LogSpiTest {
        @Override
        protected OpenLog newLog() throws Exception {
            return SharedLog.open(fixture());
        }
    }

    @Nested
    @DisplayName("reading at every process")
    class ReadingEverywhere extends ReadSpiTest {
        @Override
        protected BackplaneFixture newFixture() {
            return fixture();
        }
    }

    @Nested
    @DisplayName("sharing a topic")
    class Sharing extends SharedTopicServerTest {
        @Override
        protected BackplaneFixture newFixture() {
            return fixture();
        }
    }

    @Nested
    @DisplayName("resuming at another process")
    class Resuming extends ResumeServerTest {
        @Override
        protected BackplaneFixture newFixture() {
            return fixture();
        }
    }
}
