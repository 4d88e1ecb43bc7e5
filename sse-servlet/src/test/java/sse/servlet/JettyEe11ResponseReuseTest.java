package sse.servlet;

class JettyEe11ResponseReuseTest extends ResponseReuseTests {
    @Override
    TestContainer.Kind kind() {
        return JettyEe11Container::start;
    }
}
