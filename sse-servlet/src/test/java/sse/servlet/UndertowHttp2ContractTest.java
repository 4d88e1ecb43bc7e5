package sse.servlet;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import sse.testkit.TransportAbility;

@Tag("servlet-6.0")
class UndertowHttp2ContractTest extends Http2Contracts {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return Abilities.UNDERTOW_HTTP2;
    }
}
