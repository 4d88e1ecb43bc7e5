package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/**
 * A request that is complete and well-formed, between the thread that received it, which waits for the answer, and the
 * lane, which gives it.
 */
final class JdkExchange implements Exchange {
    // Immutable after construction.
    private final HttpExchange exchange;
    private final String target;
    private final Headers headers;
    private final InetSocketAddress remoteAddress;
    private final byte[] body;
    private final Place place;

    // Completed once: by the lane with a response, or with nothing where a stream opens; by the waiting thread if it
    // gives up, or by the lane if the core has thrown.
    private final CompletableFuture<Optional<Response>> answer = new CompletableFuture<>();

    JdkExchange(HttpExchange exchange, String target, byte[] body, Place place) {
        this.exchange = exchange;
        this.target = target;
        this.headers = headersOf(exchange);
        this.remoteAddress = exchange.getRemoteAddress();
        this.body = body;
        this.place = place;
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

    @Override
    public void respond(Response response) {
        // Before the core hears that it is answered, so that a server which closes now waits for it.
        place.intake().answered().add(this);
        if (!answer.complete(Optional.of(response))) {
            place.intake().answered().remove(this);
        }
    }

    @Override
    public StreamConnection open(Headers headers, ConnectionListener listener) {
        JdkStream stream = new JdkStream(exchange, headers, listener, place);
        // Before the request's thread goes on and counts no more: a server that looked idle would be stopped.
        boolean early = place.intake().streams().add(stream);
        boolean awaited = answer.complete(Optional.empty());
        if (!awaited) {
            stream.closeUnused();
        } else if (!early) {
            stream.abort();
        }
        return stream;
    }

    /** Ends the wait for an answer that does not come. */
    void fail(Throwable bug) {
        answer.completeExceptionally(bug);
    }

    /**
     * Waits for the lane.
     *
     * @return the response to send, or empty if a stream is open now
     * @throws IOException if there is none: the wait is interrupted, because the server closes, or the core has failed
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

    private static Headers headersOf(HttpExchange exchange) {
        Headers.Builder headers = Headers.builder();
        exchange.getRequestHeaders().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        return headers.build();
    }

    /**
     * Where an exchange lives.
     *
     * @param intake the server's side of it
     * @param slot its lane
     * @param connectionTask what makes the JDK's server forget its connection, if it is known
     */
    record Place(Intake intake, Lanes.Slot slot, Optional<ConnectionTask> connectionTask) {
        Executor loop() {
            return slot.loop();
        }

        WriteQueue writes() {
            return slot.writes();
        }
    }
}
