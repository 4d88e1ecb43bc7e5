package sse.testkit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import sse.testkit.internal.contract.BackplaneReadSpiTest;
import sse.testkit.internal.contract.FollowSpiTest;
import sse.testkit.internal.contract.PublishSpiTest;

/**
 * The tests that every {@link sse.api.spi.history.Backplane} must pass. A backplane's own test extends it and returns a
 * {@link BackplaneFixture}; JUnit finds the rest.
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
    class Reading extends BackplaneReadSpiTest {
        @Override
        protected BackplaneFixture newFixture() {
            return fixture();
        }
    }
}
