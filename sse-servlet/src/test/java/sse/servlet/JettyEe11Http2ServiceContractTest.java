package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.TransportAbility;

@Tag("containers")
class JettyEe11Http2ServiceContractTest extends Http2ServiceContracts {
    @Override
    TestContainer.Kind kind() {
        return JettyEe11Container::start;
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.JETTY_HTTP2;
    }
}
