package sse.servlet;

import java.util.Set;
import sse.testkit.TransportAbility;

class JettyEe11Http2ContractTest extends Http2Contracts {
    @Override
    TestContainer.Kind kind() {
        return JettyEe11Container::start;
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.JETTY_HTTP2;
    }
}
