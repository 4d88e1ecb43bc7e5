package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
@Tag("containers")
class JettyEe10Http2Test extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        return JettyEe10Container::start;
    }

    @Override
    boolean noticesReset() {
        return true;
    }
}
