package sse.servlet;

import java.util.Set;
import org.apache.catalina.util.ServerInfo;

/** Tomcat 10.1, which must be on the class path. */
final class Tomcat10Container {
    private Tomcat10Container() {}

    static TestContainer start(String contextPath, TestContainer.Application application, Set<ContainerOption> options)
            throws Exception {
        if (!ServerInfo.getServerNumber().startsWith("10.1.")) {
            throw new AssertionError("class path must have Tomcat 10.1: " + ServerInfo.getServerNumber());
        }
        return TomcatContainer.start(contextPath, application, options);
    }
}
