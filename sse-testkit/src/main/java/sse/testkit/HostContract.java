package sse.testkit;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import sse.testkit.internal.contract.ContractSetting;
import sse.testkit.internal.contract.DisconnectSpiTest;
import sse.testkit.internal.contract.HostSpiTest;
import sse.testkit.internal.contract.LaneSpiTest;
import sse.testkit.internal.contract.MountingTransport;
import sse.testkit.internal.contract.ResponseSpiTest;
import sse.testkit.internal.contract.SourceSpiTest;
import sse.testkit.internal.contract.StreamSpiTest;

/**
 * The tests that every {@link sse.api.spi.ServiceHost} must pass, which mounts services in a server that exists
 * already. A host's own test extends it and returns a {@link HostFixture}; JUnit finds the rest.
 *
 * <p>They are those of {@link TransportContract} that do not depend on how connections are accepted and requests are
 * read, which the server decides, and those of the host's own duties. Each names the numbered duty that it proves. A
 * test is aborted, not failed, if it needs an {@linkplain TransportAbility ability} that is not claimed. Needs JUnit
 * Jupiter. Waits with deadlines and never sleeps.
 */
public abstract class HostContract {
    /** Creates the contract. */
    protected HostContract() {}

    /**
     * Starts a server of the kind that the host passes requests of.
     *
     * @return a new fixture, for one service
     * @throws Exception if that fails
     */
    protected abstract HostFixture fixture() throws Exception;

    /**
     * Returns the abilities of the host with its server.
     *
     * @return the abilities; all of them unless overridden
     */
    protected Set<TransportAbility> abilities() {
        return EnumSet.allOf(TransportAbility.class);
    }

    /**
     * Returns the TLS context of the clients, for a server that speaks TLS.
     *
     * @return the context, which trusts the server's certificate; empty, which is the default, for clients without TLS
     */
    protected Optional<SSLContext> clientTls() {
        return Optional.empty();
    }

    private ContractSetting newSetting() {
        return new ContractSetting(
                new MountingTransport(this::fixture), abilities(), Optional.empty(), Map.of(), clientTls());
    }

    @Nested
    @DisplayName("mounting")
    class Mounting extends HostSpiTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("lanes")
    class Lanes extends LaneSpiTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("responses")
    class Responses extends ResponseSpiTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("connections of streams")
    class Connections extends StreamSpiTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("disconnects")
    class Disconnects extends DisconnectSpiTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("draining and closing")
    class Source extends SourceSpiTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }
}
