package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.TransportAbility;

@Tag("containers")
class Tomcat11Http2ServiceContractTest extends Http2ServiceContracts {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.TOMCAT_HTTP2;
    }
}
