package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.HostContract;
import sse.testkit.HostFixture;
import sse.testkit.TransportAbility;

@Tag("servlet-6.0")
@Tag("containers")
class Tomcat10ContractTest extends HostContract {
    @Override
    protected HostFixture fixture() throws Exception {
        return new MountFixture(Tomcat10Container::start);
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.TOMCAT;
    }
}
