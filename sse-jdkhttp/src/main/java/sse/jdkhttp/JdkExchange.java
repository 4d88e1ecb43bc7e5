package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.RequestLine;

/**
 * A complete, well-formed request, between the thread that received it and waits for the answer, and the lane that
 * gives the answer.
 */
final class JdkExchange implements Exchange {
    // Immutable after construction.
    private final HttpExchange exchange;
    private final String target;
    private final Headers headers;
    private final InetSocketAddress remoteAddress;
    private final byte[] body;
    private final Optional<SSLSession> tlsSession;
    private final Optional<Principal> principal;
    private final ExchangeContext context;

    // Completed once: by the lane with a response, or empty if a stream opens; exceptionally by the waiting thread if
    // it gives up, or by the lane if the core has thrown.
    private final CompletableFuture<Optional<Response>> answer = new CompletableFuture<>();

    JdkExchange(HttpExchange exchange, String target, byte[] body, ExchangeContext context) {
        this.exchange = exchange;
        this.target = target;
        this.headers = headersOf(exchange);
        this.remoteAddress = exchange.getRemoteAddress();
        this.body = body;
        this.tlsSession = tlsSessionOf(exchange);
        this.principal =
                Optional.<Principal>ofNullable(exchange.getPrincipal()).or(() -> tlsSession.flatMap(JdkExchange::peer));
        this.context = context;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod();
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public byte[] body() {
        return body;
    }

    /** Returns whom the authenticator of the context has named, or else the subject of the client's certificate. */
    @Override
    public Optional<Principal> principal() {
        return principal;
    }

    @Override
    public Optional<SSLSession> tlsSession() {
        return tlsSession;
    }

    /** Returns true but for HTTP/1.0: the JDK's server sends streams in chunks. */
    @Override
    public boolean marksStreamEnd() {
        return !exchange.getProtocol().equals("HTTP/1.0");
    }

    @Override
    public void respond(Response response) {
        // Before the core counts the request as answered, so that a server that closes now waits for it.
        context.dispatcher().answered().add(this);
        if (!answer.complete(Optional.of(response))) {
            context.dispatcher().answered().remove(this);
        }
    }

    @Override
    public StreamConnection open(int status, Headers headers, ConnectionListener listener) {
        JdkStream stream = new JdkStream(exchange, new StreamResponse(exchange, status, headers), listener, context);
        // Before the request's thread continues and is no longer counted: a server that seems idle would be stopped.
        boolean registered = context.dispatcher().streams().add(stream);
        boolean awaited = answer.complete(Optional.empty());
        if (!awaited) {
            stream.closeUnused();
        } else if (!registered) {
            stream.abort();
        }
        return stream;
    }

    /** Ends the wait for an answer that will not be given. */
    void fail(Throwable bug) {
        answer.completeExceptionally(bug);
    }

    /**
     * Waits for the lane.
     *
     * @return the response to send, or empty if a stream has been opened
     * @throws IOException if there is no answer: the wait was interrupted because the server closes, or the core failed
     */
    Optional<Response> awaitAnswer() throws IOException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answerOrGiveUp();
        } catch (ExecutionException bug) {
            throw new IOException("request failed", bug.getCause());
        }
    }

    private Optional<Response> answerOrGiveUp() throws IOException {
        answer.completeExceptionally(new InterruptedIOException("server closes"));
        try {
            return answer.join();
        } catch (CompletionException givenUp) {
            throw new IOException("request was given up", givenUp.getCause());
        }
    }

    /** Returns the fields of a request that was checked; the authority of a target in absolute form is its host. */
    static Headers headersOf(HttpExchange exchange) {
        Headers.Builder headers = Headers.builder();
        exchange.getRequestHeaders().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        RequestLine line = new RequestLine(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), HttpVersion.HTTP_1_1);
        line.authority().ifPresent(authority -> headers.set("Host", authority));
        return headers.build();
    }

    private static Optional<SSLSession> tlsSessionOf(HttpExchange exchange) {
        return exchange instanceof HttpsExchange https ? Optional.ofNullable(https.getSSLSession()) : Optional.empty();
    }

    private static Optional<Principal> peer(SSLSession session) {
        try {
            return Optional.of(session.getPeerPrincipal());
        } catch (SSLPeerUnverifiedException withoutCertificate) {
            return Optional.empty();
        }
    }
}
