package sse.servlet;

class Tomcat11TlsTest extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        TestContainer.Kind kind = TomcatContainer::start;
        return kind.with(ContainerOption.TLS);
    }

    @Override
    boolean noticesReset() {
        return true;
    }
}
