package sse.servlet;

import java.util.Set;
import sse.testkit.TransportAbility;

class Tomcat11TlsContractTest extends TlsContracts {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }

    @Override
    Set<TransportAbility> claimed() {
        return Abilities.TOMCAT;
    }
}
