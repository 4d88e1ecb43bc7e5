package sse.servlet;

import java.util.Set;
import sse.testkit.TransportAbility;

class Tomcat11Http2ContractTest extends Http2Contracts {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.TOMCAT_HTTP2;
    }
}
