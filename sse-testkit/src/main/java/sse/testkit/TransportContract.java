package sse.testkit;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import sse.api.spi.Transport;
import sse.testkit.internal.contract.ContractSetting;
import sse.testkit.internal.contract.DisconnectSpiTest;
import sse.testkit.internal.contract.LaneSpiTest;
import sse.testkit.internal.contract.RawRequests;
import sse.testkit.internal.contract.RequestSpiTest;
import sse.testkit.internal.contract.ResponseSpiTest;
import sse.testkit.internal.contract.ServerSpiTest;
import sse.testkit.internal.contract.SourceSpiTest;
import sse.testkit.internal.contract.StreamSpiTest;

/**
 * The tests that every transport must pass. A transport's own test extends it and provides the transport; JUnit finds
 * the rest:
 *
 * <pre>{@code
 * class MyTransportTest extends TransportContract {
 *     @Override
 *     protected Transport transport() {
 *         return new MyTransport();
 *     }
 * }
 * }</pre>
 *
 * <p>Half of the tests drive the transport through {@link sse.api.spi} with a core that does nothing by itself, and
 * prove the numbered duties there, each by its number; the others run a {@linkplain sse.api.SseServer server} on it and
 * prove what its users rely on. A test is aborted, not failed, if it needs an {@linkplain TransportAbility ability}
 * that the transport does not claim. A transport with sockets receives several hundred raw requests, each whole, byte
 * by byte, and split at every byte.
 *
 * <p>Needs JUnit Jupiter. Every test starts its servers on a free port, waits with deadlines and never sleeps; time is
 * that of a {@link ManualTicker}. Each part calls the methods below once, when JUnit creates its instance.
 */
public abstract class TransportContract extends ServerContract {
    /** Creates the contract. */
    protected TransportContract() {}

    /**
     * Returns the transport under test.
     *
     * @return the transport, with which each test starts one or more servers and closes them
     */
    protected abstract Transport transport();

    /**
     * Returns the abilities of the transport.
     *
     * @return the abilities; all of them unless overridden
     */
    protected Set<TransportAbility> abilities() {
        return EnumSet.allOf(TransportAbility.class);
    }

    /**
     * Returns the executor of the servers.
     *
     * @return the executor; empty, which is the default, if each server creates its own
     */
    protected Optional<Executor> executor() {
        return Optional.empty();
    }

    /**
     * Returns the raw requests that the transport cannot read as RFC 9112 has it, because of what it is built on.
     * {@code sse/testkit/requests.txt} and {@code answers.txt}, in the jar of this class, list all of them and describe
     * how to read them. The list must be right: a request that is listed fails the test if it is read as it should be,
     * or otherwise than the list says.
     *
     * @return the outcomes of each, whole, in pieces and on a connection that is left open, by the name of the request;
     *     none unless overridden
     */
    protected Map<String, Set<String>> requestsReadOtherwise() {
        return Map.of();
    }

    /**
     * Returns the TLS context of the clients, for a transport that speaks TLS. Raw requests are then sent whole and
     * byte by byte, but not split at every byte: a handshake for each takes too long.
     *
     * @return the context, which trusts the server's certificate; empty, which is the default, for clients without TLS
     */
    protected Optional<SSLContext> clientTls() {
        return Optional.empty();
    }

    @Override
    final ContractSetting newSetting() {
        return new ContractSetting(transport(), abilities(), executor(), requestsReadOtherwise(), clientTls());
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
    @DisplayName("requests")
    class Requests extends RequestSpiTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("raw requests")
    class Raw extends RawRequests {
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
    @DisplayName("draining and closing")
    class Source extends SourceSpiTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("binding and closing")
    class Servers extends ServerSpiTest {
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
}
