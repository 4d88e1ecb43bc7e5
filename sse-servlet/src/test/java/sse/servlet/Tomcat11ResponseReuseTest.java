package sse.servlet;

class Tomcat11ResponseReuseTest extends ResponseReuseTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
