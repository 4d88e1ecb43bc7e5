package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
@Tag("containers")
class Tomcat10TlsTest extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        TestContainer.Kind kind = Tomcat10Container::start;
        return kind.with(ContainerOption.TLS);
    }

    @Override
    boolean noticesReset() {
        return true;
    }
}
