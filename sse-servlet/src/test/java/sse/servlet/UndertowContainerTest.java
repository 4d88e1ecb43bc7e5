package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
class UndertowContainerTest extends ContainerTests {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }

    @Override
    boolean offersVirtualThreads() {
        return false;
    }
}
