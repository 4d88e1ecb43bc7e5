package sse.servlet;

class Tomcat11Http2Test extends Http2Tests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }

    @Override
    boolean noticesReset() {
        return true;
    }
}
