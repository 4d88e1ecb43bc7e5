package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.TransportAbility;

@Tag("servlet-6.0")
@Tag("containers")
class Tomcat10Http2ContractTest extends Http2Contracts {
    @Override
    TestContainer.Kind kind() {
        return Tomcat10Container::start;
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.TOMCAT_HTTP2;
    }
}
