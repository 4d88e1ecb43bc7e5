package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
class Tomcat10ResponseReuseTest extends ResponseReuseTests {
    @Override
    TestContainer.Kind kind() {
        return Tomcat10Container::start;
    }
}
