package sse.servlet;

import org.junit.jupiter.api.Tag;

@Tag("servlet-6.0")
class UndertowHttp2Test extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }

    @Override
    boolean noticesReset() {
        return false;
    }
}
