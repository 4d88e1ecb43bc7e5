package sse.servlet;

class JettyEe11Http2Test extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        return JettyEe11Container::start;
    }

    @Override
    boolean noticesReset() {
        return true;
    }
}
