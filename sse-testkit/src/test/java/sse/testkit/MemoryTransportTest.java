package sse.testkit;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import sse.api.spi.Transport;

/** The contract of transports, in memory, with everything in the caller. */
class MemoryTransportTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new MemoryTransport();
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return EnumSet.of(
                TransportAbility.SPEAKS_HTTP1,
                TransportAbility.NOTICES_CLIENT_END,
                TransportAbility.FINISHES_OVER_UNREAD_INPUT,
                TransportAbility.READS_REQUESTS,
                TransportAbility.CHOOSES_PORT,
                TransportAbility.KEEPS_TIMEOUTS);
    }

    @Override
    protected Optional<Executor> executor() {
        return Optional.of(Runnable::run);
    }
}
