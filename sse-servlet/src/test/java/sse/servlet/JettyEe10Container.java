package sse.servlet;

import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/** Jetty 12.1 with EE 10, whose types have a package of their own. */
final class JettyEe10Container {
    private JettyEe10Container() {}

    static TestContainer start(String contextPath, TestContainer.Application application, Set<ContainerOption> options)
            throws Exception {
        ServletContextHandler handler =
                new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath, ServletContextHandler.SESSIONS);
        handler.addServletContainerInitializer((types, context) -> application.onStartup(context));
        handler.getServletHandler().setDecodeAmbiguousURIs(true);
        if (options.contains(ContainerOption.ERROR_PAGE)) {
            ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
            pages.addErrorPage(404, "/error-page");
            handler.setErrorHandler(pages);
        }
        return JettyContainer.start(handler, options);
    }
}
