package sse.servlet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** HTTP/2 connections over TLS, by Jetty's client, whose threads remain until the JVM ends. */
final class GatewaySessions {
    private static final int SECONDS = 30;

    /** Small, so that a stream stalls soon after its client. */
    private static final int WINDOW_BYTES = 16 * 1024;

    /** Above what a container takes, which is to be the one that refuses. */
    private static final int HEAD_BYTES = 256 * 1024;

    private static final HTTP2Client CLIENT = start();
    private static final SslContextFactory.Client TLS = tls();

    private GatewaySessions() {}

    /** Connects. */
    static Session connect(InetSocketAddress server, Session.Listener listener) throws IOException {
        try {
            return CLIENT.connect(TLS, server, listener).get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("gateway is closed", closing);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("container must accept an HTTP/2 connection", failure);
        }
    }

    /** Ends a connection in order. */
    static void close(Session session) {
        session.close(ErrorCode.NO_ERROR.code, "", Callback.NOOP);
    }

    private static HTTP2Client start() {
        try {
            QueuedThreadPool threads = new QueuedThreadPool();
            threads.setName("contract-http2");
            threads.setDaemon(true);
            ClientConnector connector = new ClientConnector();
            connector.setExecutor(threads);
            connector.setScheduler(new ScheduledExecutorScheduler("contract-http2-timer", true));
            HTTP2Client client = new HTTP2Client(connector);
            client.setIdleTimeout(-1);
            client.setStreamIdleTimeout(-1);
            client.setInitialStreamRecvWindow(WINDOW_BYTES);
            client.setMaxRequestHeadersSize(HEAD_BYTES);
            client.setMaxResponseHeadersSize(HEAD_BYTES);
            client.start();
            return client;
        } catch (Exception failure) {
            throw new IllegalStateException("client must start", failure);
        }
    }

    private static SslContextFactory.Client tls() {
        try {
            SslContextFactory.Client tls = new SslContextFactory.Client();
            tls.setSslContext(TestTls.context());
            tls.setEndpointIdentificationAlgorithm(null);
            tls.start();
            return tls;
        } catch (Exception failure) {
            throw new IllegalStateException("TLS of the client must start", failure);
        }
    }
}
