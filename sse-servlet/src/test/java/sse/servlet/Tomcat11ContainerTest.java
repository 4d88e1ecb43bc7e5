package sse.servlet;

class Tomcat11ContainerTest extends ContainerTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
