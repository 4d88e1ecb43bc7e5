package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.HostFixture;
import sse.testkit.HostServerContract;
import sse.testkit.TransportAbility;

@Tag("servlet-6.0")
@Tag("containers")
class JettyEe10ServiceContractTest extends HostServerContract {
    @Override
    protected HostFixture fixture() throws Exception {
        return new MountFixture(JettyEe10Container::start);
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.JETTY;
    }
}
