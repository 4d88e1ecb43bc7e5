package sse.testkit;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import sse.api.spi.Transport;
import sse.testkit.internal.contract.ContractSetting;
import sse.testkit.internal.contract.LaneDuties;
import sse.testkit.internal.contract.MalformedRequests;
import sse.testkit.internal.contract.RequestDuties;
import sse.testkit.internal.contract.ResponseDuties;
import sse.testkit.internal.contract.RouteBehaviour;
import sse.testkit.internal.contract.ServerDuties;
import sse.testkit.internal.contract.ShutdownBehaviour;
import sse.testkit.internal.contract.SlowClientBehaviour;
import sse.testkit.internal.contract.StreamBehaviour;
import sse.testkit.internal.contract.StreamDuties;

/** TODO. */
public abstract class TransportContract {
    /** Makes the contract. */
    protected TransportContract() {}

    /**
     * Returns the transport.
     *
     * @return the transport
     */
    protected abstract Transport transport();

    /**
     * Returns what it can do.
     *
     * @return abilities
     */
    protected Set<TransportAbility> abilities() {
        return EnumSet.allOf(TransportAbility.class);
    }

    /**
     * Returns the executor.
     *
     * @return executor
     */
    protected Optional<Executor> executor() {
        return Optional.empty();
    }

    private ContractSetting newSetting() {
        return new ContractSetting(transport(), abilities(), executor());
    }

    @Nested
    @DisplayName("lanes")
    class Lanes extends LaneDuties {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("requests")
    class Requests extends RequestDuties {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("malformed requests")
    class Malformed extends MalformedRequests {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("responses")
    class Responses extends ResponseDuties {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("connections of streams")
    class Connections extends StreamDuties {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("binding and closing")
    class Servers extends ServerDuties {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("streams")
    class Streams extends StreamBehaviour {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("slow clients")
    class SlowClients extends SlowClientBehaviour {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("routes")
    class Routes extends RouteBehaviour {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("capacity and shutdown")
    class Shutdown extends ShutdownBehaviour {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }
}
