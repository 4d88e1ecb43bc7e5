package sse.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import sse.api.spi.ServiceHost;
import sse.testkit.HostFixture;

/** A mount that has every path of a container. */
final class MountFixture implements HostFixture {
    private final MountServlet servlet = new MountServlet();
    private final TestContainer container;

    MountFixture(TestContainer.Kind kind) throws Exception {
        container = kind.start("", context -> {
            ServletRegistration.Dynamic registration = context.addServlet("mount", servlet);
            registration.addMapping("/*");
            registration.setAsyncSupported(true);
            registration.setLoadOnStartup(1);
        });
    }

    TestContainer container() {
        return container;
    }

    @Override
    public InetSocketAddress address() {
        return container.address();
    }

    @Override
    public ServiceHost host() {
        return context -> {
            ServletMount mount = new ServletMount(context, Container.of(servlet.getServletContext()));
            servlet.mount.set(mount);
            return mount;
        };
    }

    @Override
    public void close() {
        container.close();
    }

    /** Passes requests to a mount that is set later. */
    private static final class MountServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient AtomicReference<ServletMount> mount = new AtomicReference<>();

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            Objects.requireNonNull(mount.get()).service(request, response);
        }
    }
}
