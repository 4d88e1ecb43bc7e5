package sse.conformance.internal.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A server and its stream. Each request has a connection of its own. For use by one thread. */
public final class ServerUnderTest {
    private final URI stream;
    private final Optional<URI> gone;
    private final int timeoutMillis;
    private final Duration listening;

    private @Nullable Recording recording;

    /**
     * Creates a server.
     *
     * @param stream the URI of the stream
     * @param gone a URI that is answered 204, empty if there is none
     * @param timeout how long to wait for a head or for the next byte
     * @param listening how long to read the stream
     */
    public ServerUnderTest(URI stream, Optional<URI> gone, Duration timeout, Duration listening) {
        this.stream = stream;
        this.gone = gone;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.listening = listening;
    }

    Optional<URI> gone() {
        return gone;
    }

    Duration listening() {
        return listening;
    }

    /** Requests the stream as a browser does, with further fields. */
    Answer get(String... fields) throws IOException {
        List<String> all = new ArrayList<>(List.of("Accept: text/event-stream", "Cache-Control: no-store"));
        all.addAll(List.of(fields));
        return request("GET", all);
    }

    /** Sends a request for the stream with these fields besides {@code Host}. */
    Answer request(String method, List<String> fields) throws IOException {
        List<String> all = new ArrayList<>(List.of("Host: " + stream.getRawAuthority()));
        all.addAll(fields);
        return send(stream, method + " " + target(stream) + " HTTP/1.1", all);
    }

    /** Sends a request with a line of the given version and exactly these fields. */
    Answer requestIn(String version, List<String> fields) throws IOException {
        return send(stream, "GET " + target(stream) + " " + version, fields);
    }

    /** Requests another URI. */
    Answer get(URI uri) throws IOException {
        return send(
                uri,
                "GET " + target(uri) + " HTTP/1.1",
                List.of("Host: " + uri.getRawAuthority(), "Accept: text/event-stream"));
    }

    /** Returns what the stream sends to a new client while it is listened to; read once for all cases. */
    Recording recording() throws IOException, Violation {
        Recording read = recording;
        if (read == null) {
            try (Answer answer = get()) {
                read = Recording.of(answer.requireStream(), listening, 1 << 16);
            }
            recording = read;
        }
        return read;
    }

    private Answer send(URI uri, String requestLine, List<String> fields) throws IOException {
        Socket socket = connect(uri);
        try {
            socket.setSoTimeout(timeoutMillis);
            String head =
                    requestLine + "\r\n" + String.join("\r\n", fields) + (fields.isEmpty() ? "" : "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return Answer.read(socket);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    private Socket connect(URI uri) throws IOException {
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(uri.getHost(), port), timeoutMillis);
        if (!tls) {
            return plain;
        }
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        return factory.createSocket(plain, uri.getHost(), port, true);
    }

    private static String target(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
