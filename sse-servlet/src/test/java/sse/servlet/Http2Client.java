package sse.servlet;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Streams over one HTTP/2 connection. The window of a stream is 16 KiB, as the build sets it. */
final class Http2Client {
    private static final int SECONDS = 30;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(TestTls.context())
            .build();
    private final LiveService service;

    /** Connects, in clear text by an upgrade with the first request. */
    Http2Client(LiveService service, String path) throws Exception {
        this.service = service;
        HttpResponse<String> first = client.send(request(service.uri(path)), HttpResponse.BodyHandlers.ofString());
        if (first.version() != HttpClient.Version.HTTP_2) {
            throw new AssertionError("connection must be upgraded: " + first + " " + first.headers());
        }
    }

    private static HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build();
    }

    /** Opens a stream, of which nothing is read until that is asked for. */
    Stream open(String path) throws Exception {
        Stream stream = new Stream();
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(request(service.uri(path)), info -> {
            stream.head.complete(info);
            return HttpResponse.BodySubscribers.fromSubscriber(stream);
        });
        response.whenComplete((done, failure) -> {
            if (failure != null) {
                stream.head.completeExceptionally(failure);
            }
        });
        HttpResponse.ResponseInfo info = stream.head.get(SECONDS, TimeUnit.SECONDS);
        if (info.version() != HttpClient.Version.HTTP_2) {
            throw new AssertionError("stream must be on the HTTP/2 connection");
        }
        return stream;
    }

    /** The content of a response. */
    static final class Stream implements Flow.Subscriber<List<ByteBuffer>> {
        private static final String END = "END";

        private final CompletableFuture<HttpResponse.ResponseInfo> head = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        /** Reads until the text ends with another one, and returns all that was received. */
        String readUntil(String end) throws Exception {
            while (text.indexOf(end) < 0) {
                next();
            }
            return text.toString();
        }

        /** Reads to the end. Returns true if it is complete, and not reset. */
        boolean readToEnd() throws Exception {
            String last = next();
            while (!last.startsWith(END)) {
                last = next();
            }
            return last.equals(END);
        }

        private String next() throws Exception {
            subscription.get(SECONDS, TimeUnit.SECONDS).request(1);
            String piece = received.poll(SECONDS, TimeUnit.SECONDS);
            if (piece == null) {
                throw new AssertionError("nothing was received after " + text.length() + " characters");
            }
            text.append(piece);
            return piece;
        }

        String text() {
            return text.toString();
        }

        /** Resets the stream. */
        void reset() throws Exception {
            subscription.get(SECONDS, TimeUnit.SECONDS).cancel();
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription.complete(newSubscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            StringBuilder piece = new StringBuilder();
            buffers.forEach(buffer -> piece.append(StandardCharsets.UTF_8.decode(buffer)));
            received.add(piece.toString());
        }

        @Override
        public void onError(Throwable failure) {
            received.add(END + " " + failure);
        }

        @Override
        public void onComplete() {
            received.add(END);
        }
    }
}
