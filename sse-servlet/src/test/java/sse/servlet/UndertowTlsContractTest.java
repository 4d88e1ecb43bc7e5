package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.TransportAbility;

@Tag("servlet-6.0")
@Tag("containers")
class UndertowTlsContractTest extends TlsContracts {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }

    @Override
    Set<TransportAbility> claimed() {
        return Abilities.UNDERTOW;
    }
}
