package sse.integration.clients;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ref.Reference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;
import sse.client.DisconnectReason;
import sse.client.Disconnection;
import sse.client.EventSource;
import sse.client.SourceObserver;
import sse.integration.fixtures.SearchPath;

/**
 * A client that asks for gzip and decodes it. It puts the data of each event into a queue, and {@code END} at the end.
 */
enum GzipReader {
    CURL {
        @Override
        AutoCloseable start(URI uri, BlockingQueue<String> received) throws IOException {
            return process(received, "curl", "-sN", "--compressed", "-H", "Accept: text/event-stream", uri.toString());
        }

        @Override
        Optional<String> program() {
            return Optional.of("curl");
        }
    },
    NODE_FETCH {
        @Override
        AutoCloseable start(URI uri, BlockingQueue<String> received) throws IOException {
            String script = "const response = await fetch(process.argv[1], {headers: {accept: 'text/event-stream'}});"
                    + "const decoder = new TextDecoder();"
                    + "for await (const part of response.body)"
                    + " process.stdout.write(decoder.decode(part, {stream: true}));";
            return process(received, "node", "--input-type=module", "-e", script, uri.toString());
        }

        @Override
        Optional<String> program() {
            return Optional.of("node");
        }
    },
    OUR_CLIENT {
        @Override
        AutoCloseable start(URI uri, BlockingQueue<String> received) {
            EventSource source = EventSource.builder(uri)
                    .gzip(true)
                    .onEvent(event -> received.add(event.data()))
                    .observer(new SourceObserver() {
                        @Override
                        public void onDisconnect(Disconnection disconnection, Duration delay) {
                            boolean ended = disconnection.reason() == DisconnectReason.ENDED;
                            received.add(ended ? END : "failed: " + disconnection);
                        }
                    })
                    .build();
            source.start();
            return source;
        }
    },
    OKHTTP {
        @Override
        AutoCloseable start(URI uri, BlockingQueue<String> received) {
            OkHttpClient client = new OkHttpClient();
            Request request = new Request.Builder()
                    .url(uri.toString())
                    .header("Accept", "text/event-stream")
                    .build();
            okhttp3.sse.EventSource source = EventSources.createFactory(client)
                    .newEventSource(request, new EventSourceListener() {
                        @Override
                        public void onEvent(
                                okhttp3.sse.EventSource of, @Nullable String id, @Nullable String type, String data) {
                            received.add(data);
                        }

                        @Override
                        public void onClosed(okhttp3.sse.EventSource of) {
                            received.add(END);
                        }

                        @Override
                        public void onFailure(
                                okhttp3.sse.EventSource of, @Nullable Throwable failure, @Nullable Response response) {
                            received.add("failed: " + failure);
                        }
                    });
            return () -> {
                source.cancel();
                client.dispatcher().executorService().shutdown();
                client.connectionPool().evictAll();
            };
        }
    },
    VERTX {
        @Override
        AutoCloseable start(URI uri, BlockingQueue<String> received) {
            Vertx vertx = Vertx.vertx();
            io.vertx.core.http.HttpClient client =
                    vertx.createHttpClient(new HttpClientOptions().setDecompressionSupported(true));
            Lines lines = new Lines(received);
            client.request(HttpMethod.GET, uri.getPort(), uri.getHost(), uri.getPath())
                    .compose(request -> request.send())
                    .onSuccess(response -> response.handler(part -> lines.accept(part.toString(StandardCharsets.UTF_8)))
                            .exceptionHandler(failure -> received.add("failed: " + failure))
                            .endHandler(end -> received.add(END)))
                    .onFailure(failure -> received.add("failed: " + failure));
            return () -> {
                vertx.close().toCompletionStage().toCompletableFuture().join();
                // Vert.x closes a client that is garbage.
                Reference.reachabilityFence(client);
            };
        }
    },
    JETTY {
        @Override
        AutoCloseable start(URI uri, BlockingQueue<String> received) throws Exception {
            HttpClient client = new HttpClient();
            client.start();
            Lines lines = new Lines(received);
            client.newRequest(uri)
                    .headers(fields -> fields.add("Accept", "text/event-stream"))
                    .onResponseContent((response, part) ->
                            lines.accept(StandardCharsets.UTF_8.decode(part).toString()))
                    .send(result -> received.add(result.isSucceeded() ? END : "failed: " + result.getFailure()));
            return client::stop;
        }
    },
    REACTOR_NETTY {
        @Override
        AutoCloseable start(URI uri, BlockingQueue<String> received) {
            Lines lines = new Lines(received);
            return reactor.netty.http.client.HttpClient.create()
                            .compress(true)
                            .get()
                            .uri(uri)
                            .responseContent()
                            .asString(StandardCharsets.UTF_8)
                            .subscribe(
                                    lines::accept,
                                    failure -> received.add("failed: " + failure),
                                    () -> received.add(END))::dispose;
        }
    };

    static final String END = "(end)";

    private static final String DATA = "data: ";

    /** Starts it on a stream; closing the result ends it. */
    abstract AutoCloseable start(URI uri, BlockingQueue<String> received) throws Exception;

    /** Returns the program that it needs, if any. */
    Optional<String> program() {
        return Optional.empty();
    }

    /** Returns why it cannot be started; empty if it can. */
    final Optional<String> missing() {
        return program().filter(name -> SearchPath.find(name).isEmpty()).map(name -> "there is no " + name);
    }

    private static AutoCloseable process(BlockingQueue<String> received, String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    offer(line, received);
                }
                received.add(process.waitFor() == 0 ? END : "failed: " + process.exitValue());
            } catch (IOException | InterruptedException ended) {
                received.add("failed: " + ended);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return process::destroyForcibly;
    }

    /** Collects text of one thread at a time, and puts the data of each event into the queue. */
    private static final class Lines {
        private final BlockingQueue<String> received;
        private final StringBuilder text = new StringBuilder();

        private Lines(BlockingQueue<String> received) {
            this.received = received;
        }

        void accept(String part) {
            text.append(part);
            for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
                offer(text.substring(0, end), received);
                text.delete(0, end + 1);
            }
        }
    }

    private static void offer(String line, BlockingQueue<String> received) {
        if (line.startsWith(DATA)) {
            received.add(line.substring(DATA.length()));
        }
    }
}
