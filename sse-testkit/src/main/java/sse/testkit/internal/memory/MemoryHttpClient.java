package sse.testkit.internal.memory;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client, connected to the servers of the {@link MemoryNetwork}. Each request has a connection of its
 * own; calls of a body subscriber run on the server's threads, or on the one that requests content. Thread-safe; has no
 * thread.
 */
public final class MemoryHttpClient extends HttpClient {
    private static final int WINDOW = 64 * 1024;

    private MemoryHttpClient() {}

    /** Returns a client for the address of a server: of this class if it is in memory, otherwise the JDK's own. */
    public static HttpClient forServer(InetSocketAddress server) {
        return server.isUnresolved()
                ? new MemoryHttpClient()
                : HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        MemoryCall<T> call = new MemoryCall<>(request, handler);
        call.start(WINDOW);
        return call.response();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushPromises) {
        return sendAsync(request, handler);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> response = sendAsync(request, handler);
        try {
            return response.get();
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() instanceof CompletionException
                            && failure.getCause().getCause() != null
                    ? failure.getCause().getCause()
                    : failure.getCause();
            throw cause instanceof IOException io ? io : new IOException(cause);
        } catch (InterruptedException interrupted) {
            response.cancel(true);
            throw interrupted;
        }
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("JDK has no default TLS context", missing);
        }
    }

    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }
}
