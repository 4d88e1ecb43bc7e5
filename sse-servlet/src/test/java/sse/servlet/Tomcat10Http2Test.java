package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
@Tag("containers")
class Tomcat10Http2Test extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        return Tomcat10Container::start;
    }

    @Override
    boolean noticesReset() {
        return true;
    }
}
