package sse.servlet;

import java.util.Set;
import sse.testkit.HostContract;
import sse.testkit.HostFixture;
import sse.testkit.TransportAbility;

class Tomcat11ContractTest extends HostContract {
    @Override
    protected HostFixture fixture() throws Exception {
        return new MountFixture(TomcatContainer::start);
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.TOMCAT;
    }
}
