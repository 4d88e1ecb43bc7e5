package sse.servlet;

class JettyEe11ContainerTest extends ContainerTests {
    @Override
    TestContainer.Kind kind() {
        return JettyEe11Container::start;
    }

    @Override
    boolean compressesStreams() {
        return false;
    }
}
