package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
class JettyEe10ContainerTest extends ContainerTests {
    @Override
    TestContainer.Kind kind() {
        return JettyEe10Container::start;
    }

    @Override
    boolean compressesStreams() {
        return false;
    }
}
