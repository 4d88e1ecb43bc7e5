package sse.testkit;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import sse.testkit.internal.contract.ContractSetting;
import sse.testkit.internal.contract.MountingTransport;

/**
 * The tests of what users of a service rely on, for a {@link sse.api.spi.ServiceHost}: those of
 * {@link TransportContract} that run a server, with the server that the host passes requests of. {@link HostContract}
 * has the tests of the host's duties. A host's own test extends both, each in a class of its own.
 *
 * <p>A test is aborted, not failed, if it needs an {@linkplain TransportAbility ability} that is not claimed. Needs
 * JUnit Jupiter. Waits with deadlines and never sleeps.
 */
public abstract class HostServerContract extends ServerContract {
    /** Creates the contract. */
    protected HostServerContract() {}

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

    @Override
    final ContractSetting newSetting() {
        return new ContractSetting(
                new MountingTransport(this::fixture), abilities(), Optional.empty(), Map.of(), clientTls());
    }
}
