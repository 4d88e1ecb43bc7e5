package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.HostFixture;
import sse.testkit.HostServerContract;
import sse.testkit.TransportAbility;

@Tag("servlet-6.0")
@Tag("containers")
class Tomcat10ServiceContractTest extends HostServerContract {
    @Override
    protected HostFixture fixture() throws Exception {
        return new MountFixture(Tomcat10Container::start);
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.TOMCAT;
    }
}
