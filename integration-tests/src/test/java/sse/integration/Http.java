package sse.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.Assertions;

/**
 * Requests over the JDK's own client, which knows nothing of this library. The test's timeout ends a read that nothing
 * arrives for.
 */
final class Http {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private Http() {}

    /** Returns the text a server answers to whoever asks for nothing in particular. */
    static String text(URI uri) throws IOException, InterruptedException {
        return CLIENT.send(request(uri).build(), BodyHandlers.ofString()).body();
    }

    /** Opens an event stream. */
    static Stream stream(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(uri).setHeader("Accept", "text/event-stream");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return new Stream(CLIENT.send(request.build(), BodyHandlers.ofInputStream()));
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    }

    /** The blocks of an event stream as they are written. */
    static final class Stream implements AutoCloseable {
        private final BufferedReader body;

        private Stream(HttpResponse<InputStream> response) {
            Assertions.assertThat(response.statusCode()).isEqualTo(200);
            Assertions.assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            body = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** Returns the lines up to the next empty one, which is left out. */
        String block() throws IOException {
            StringBuilder block = new StringBuilder();
            for (String line = body.readLine(); line != null && !line.isEmpty(); line = body.readLine()) {
                block.append(line).append('\n');
            }
            return block.toString();
        }

        /** Waits for the end of the stream and returns what was still to come. */
        String rest() throws IOException {
            StringBuilder rest = new StringBuilder();
            for (String line = body.readLine(); line != null; line = body.readLine()) {
                rest.append(line).append('\n');
            }
            return rest.toString();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
