package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
@Tag("containers")
class UndertowTlsTest extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        TestContainer.Kind kind = UndertowContainer::start;
        return kind.with(ContainerOption.TLS);
    }

    @Override
    boolean noticesReset() {
        return false;
    }
}
