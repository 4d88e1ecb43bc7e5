package sse.servlet;

class Tomcat11ServletTest extends ServletTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
