package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
class UndertowServletTest extends ServletTests {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }
}
