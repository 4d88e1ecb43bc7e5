package sse.testkit;

import java.util.EnumSet;
import java.util.Set;
import sse.api.spi.Transport;

/** The contract of transports, in memory, with several lanes on threads of their own. */
class ConcurrentMemoryTransportTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new MemoryTransport(3);
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
}
