package sse.jdkhttp;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import sse.api.spi.Transport;
import sse.testkit.TransportAbility;
import sse.testkit.TransportContract;

class JdkHttpTransportContractTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new JdkHttpTransport();
    }

    /**
     * The JDK's server reads the head of a request, keeps idle connections by its own clock, and reads nothing while a
     * response is under way, nor before it closes.
     */
    @Override
    protected Set<TransportAbility> abilities() {
        EnumSet<TransportAbility> abilities = EnumSet.of(
                TransportAbility.SOCKETS,
                TransportAbility.SPEAKS_HTTP1,
                TransportAbility.READS_REQUESTS,
                TransportAbility.CHOOSES_PORT,
                TransportAbility.MARKS_STREAM_END);
        if (Runtime.version().feature() < 23) {
            abilities.add(TransportAbility.KEEPS_CONNECTION);
        }
        return abilities;
    }

    @Override
    protected Map<String, Set<String>> requestsReadOtherwise() {
        return ReadOtherwise.byRequest();
    }
}
