package sse.servlet;

class JettyEe11ServletTest extends ServletTests {
    @Override
    TestContainer.Kind kind() {
        return JettyEe11Container::start;
    }

    @Override
    boolean refusesFilterWithoutAsyncSupport() {
        return false;
    }
}
