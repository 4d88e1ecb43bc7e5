package sse.servlet;

import jakarta.servlet.ServletContext;
import java.net.InetSocketAddress;

/** A running container with one application, on a free port of the loopback interface, for HTTP/1.1 and h2c. */
interface TestContainer extends AutoCloseable {
    /** Configures an application while it starts, as its {@code ServletContainerInitializer} does. */
    @FunctionalInterface
    interface Application {
        void onStartup(ServletContext context);
    }

    /** Starts containers of one kind. */
    @FunctionalInterface
    interface Kind {
        /**
         * Starts a container.
         *
         * @param contextPath the path of the application, empty for the root
         */
        TestContainer start(String contextPath, Application application) throws Exception;
    }

    InetSocketAddress address();

    /** Stops the application, then the connections where the container lets a user do that. */
    @Override
    void close();
}
