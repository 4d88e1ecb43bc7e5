package sse.servlet;

import jakarta.servlet.ServletContext;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/** A running container with one application, on a free port of the loopback interface, for HTTP/1.1 and HTTP/2. */
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
        default TestContainer start(String contextPath, Application application) throws Exception {
            return start(contextPath, application, Set.of());
        }

        /** Starts a container with options. */
        TestContainer start(String contextPath, Application application, Set<ContainerOption> options) throws Exception;

        /** Returns a kind whose containers have one more option. */
        default Kind with(ContainerOption option) {
            return (contextPath, application, options) -> {
                Set<ContainerOption> all = new HashSet<>(options);
                all.add(option);
                return start(contextPath, application, all);
            };
        }
    }

    InetSocketAddress address();

    /** Returns the scheme of its URIs. */
    String scheme();

    /** Stops the server, and lets it stop the application in its own order. */
    void stopServer();

    /** Stops the application, then the connections where the container lets a user do that. */
    @Override
    void close();
}
