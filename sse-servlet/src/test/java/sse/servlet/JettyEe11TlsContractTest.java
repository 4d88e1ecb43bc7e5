package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.TransportAbility;

@Tag("containers")
class JettyEe11TlsContractTest extends TlsContracts {
    @Override
    TestContainer.Kind kind() {
        return JettyEe11Container::start;
    }

    @Override
    Set<TransportAbility> claimed() {
        return Abilities.JETTY;
    }
}
