package sse.testkit.internal.memory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.spi.support.SerialExecutor;
import sse.testkit.internal.http.ClientRequest;
import sse.testkit.internal.http.ResponseHead;

/**
 * A request of a {@link MemoryHttpClient} and its response.
 *
 * <pre>
 *   SENDING -- content collected --&gt; AWAITING -- head --&gt; READING -- end, failure, cancel --&gt; DONE
 * </pre>
 */
final class MemoryCall<T> implements Flow.Subscription {
    private enum State {
        SENDING,
        AWAITING,
        READING,
        DONE
    }

    private static final int READ_BYTES = 8 * 1024;

    // Immutable after construction.
    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final CompletableFuture<HttpResponse<T>> response = new Answered();

    /** Runs everything below, in the thread that causes it. */
    private final SerialExecutor serial = new SerialExecutor(Runnable::run);

    // Written by any thread.
    private volatile boolean cancelled;

    // Confined to the serial executor.
    private State state = State.SENDING;
    private @Nullable MemoryClientConnection connection;
    private @Nullable BodySubscriber<T> subscriber;
    private long demand;

    MemoryCall(HttpRequest request, BodyHandler<T> handler) {
        this.request = request;
        this.handler = handler;
    }

    CompletableFuture<HttpResponse<T>> response() {
        return response;
    }

    void start(int windowBytes) {
        Optional<HttpRequest.BodyPublisher> body = request.bodyPublisher();
        if (body.isEmpty()) {
            serial.execute(() -> send(new byte[0], windowBytes));
        } else {
            body.get().subscribe(new Collector(windowBytes));
        }
    }

    @Override
    public void request(long n) {
        serial.execute(() -> {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            read();
        });
    }

    @Override
    public void cancel() {
        cancelled = true;
        serial.execute(this::close);
    }

    private void send(byte[] content, int windowBytes) {
        if (state == State.DONE) {
            return;
        }
        URI uri = request.uri();
        try {
            MemoryClientConnection opened = MemoryNetwork.connect(uri.getPort(), windowBytes);
            connection = opened;
            state = State.AWAITING;
            opened.setOnReadable(() -> serial.execute(this::read));
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            opened.send(new ClientRequest(request.method(), path + query, headers(uri), content), Duration.ZERO);
        } catch (IOException failure) {
            fail(failure);
        }
    }

    private Headers headers(URI uri) {
        Headers.Builder headers = Headers.builder().add("Host", uri.getRawAuthority());
        request.headers().map().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        return headers.build();
    }

    private void read() {
        try {
            if (state == State.AWAITING && connection != null) {
                connection.readHead(Duration.ZERO).ifPresent(this::accept);
            }
            while (state == State.READING && !cancelled && demand > 0 && readContent()) {}
        } catch (IOException failure) {
            fail(failure);
        }
    }

    private void accept(ResponseHead head) {
        HttpHeaders headers = headers(head.headers());
        BodySubscriber<T> to = handler.apply(new Info(head.status(), headers));
        subscriber = to;
        state = State.READING;
        to.onSubscribe(this);
        to.getBody().whenComplete((body, failure) -> {
            if (failure == null) {
                response.complete(new Answer<>(request, head.status(), headers, body));
            } else {
                response.completeExceptionally(failure);
            }
        });
    }

    private static HttpHeaders headers(Headers headers) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        headers.forEach((name, value) -> map.computeIfAbsent(name.toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                .add(value));
        return HttpHeaders.of(map, (name, value) -> true);
    }

    /** Returns true if more can be read. */
    private boolean readContent() throws IOException {
        MemoryClientConnection from = connection;
        BodySubscriber<T> to = subscriber;
        if (from == null || to == null) {
            return false;
        }
        byte[] bytes = new byte[READ_BYTES];
        int read = from.readBody(bytes, 0, bytes.length, Duration.ZERO);
        if (read > 0) {
            demand--;
            to.onNext(List.of(ByteBuffer.wrap(Arrays.copyOf(bytes, read)).asReadOnlyBuffer()));
        } else if (read < 0) {
            close();
            to.onComplete();
        }
        return read > 0;
    }

    private void fail(IOException failure) {
        BodySubscriber<T> to = subscriber;
        close();
        if (to == null) {
            response.completeExceptionally(failure);
        } else {
            to.onError(failure);
        }
    }

    private void close() {
        if (state != State.DONE) {
            state = State.DONE;
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** Ends the call when it is cancelled, as that of the JDK's client. */
    private final class Answered extends CompletableFuture<HttpResponse<T>> {
        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                MemoryCall.this.cancel();
            }
            return cancelled;
        }
    }

    /** Collects the content of the request. */
    private final class Collector implements Flow.Subscriber<ByteBuffer> {
        private final int windowBytes;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Collector(int windowBytes) {
            this.windowBytes = windowBytes;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer part) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            content.writeBytes(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            serial.execute(() -> fail(new IOException("content of the request failed", failure)));
        }

        @Override
        public void onComplete() {
            serial.execute(() -> send(content.toByteArray(), windowBytes));
        }
    }

    private record Info(int statusCode, HttpHeaders headers) implements HttpResponse.ResponseInfo {
        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }

    private record Answer<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body)
            implements HttpResponse<T> {
        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
