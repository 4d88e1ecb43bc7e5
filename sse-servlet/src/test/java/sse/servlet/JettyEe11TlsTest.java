package sse.servlet;

class JettyEe11TlsTest extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        TestContainer.Kind kind = JettyEe11Container::start;
        return kind.with(ContainerOption.TLS);
    }

    @Override
    boolean noticesReset() {
        return true;
    }
}
