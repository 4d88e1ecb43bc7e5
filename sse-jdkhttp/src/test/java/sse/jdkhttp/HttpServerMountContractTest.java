package sse.jdkhttp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sse.api.spi.ServiceHost;
import sse.testkit.HostContract;
import sse.testkit.HostFixture;
import sse.testkit.TransportAbility;

class HttpServerMountContractTest extends HostContract {
    @Override
    protected HostFixture fixture() throws IOException {
        return new HttpServerFixture();
    }

    @Override
    protected Set<TransportAbility> abilities() {
        return EnumSet.of(TransportAbility.SOCKETS, TransportAbility.SPEAKS_HTTP1, TransportAbility.MARKS_STREAM_END);
    }

    /** A server of a user's. */
    private static final class HttpServerFixture implements HostFixture {
        private final ExecutorService executor = Executors.newCachedThreadPool();
        private final HttpServer server;

        HttpServerFixture() throws IOException {
            // As a program does that mounts: before its first server.
            JdkHttpTransport.disableNagle();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(SseHttpHandler.tracking(executor));
        }

        @Override
        public InetSocketAddress address() {
            return server.getAddress();
        }

        @Override
        public ServiceHost host() {
            return context -> {
                HttpServerMount mount = new HttpServerMount(context);
                server.createContext(
                        "/",
                        exchange -> mount.dispatch(
                                exchange, exchange.getRequestURI().toString()));
                server.start();
                return mount;
            };
        }

        @Override
        public void close() {
            server.stop(0);
            executor.shutdownNow();
        }
    }
}
