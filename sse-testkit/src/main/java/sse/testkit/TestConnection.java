package sse.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import sse.api.Headers;
import sse.testkit.internal.http.ClientConnection;
import sse.testkit.internal.http.ClientRequest;
import sse.testkit.internal.http.Deadline;
import sse.testkit.internal.http.ResponseHead;

/**
 * One connection for several requests. Requests may be sent before earlier responses are read; responses arrive in
 * order. For use by one thread at a time. A null argument causes a {@link NullPointerException}.
 */
public final class TestConnection implements AutoCloseable {
    private final TestClient client;
    private final ClientConnection connection;
    private final Duration timeout;
    private String lastRequest = "no request";
    private String lastPath = "/";

    TestConnection(TestClient client, ClientConnection connection, Duration timeout) {
        this.client = client;
        this.connection = connection;
        this.timeout = timeout;
    }

    /**
     * Sends a request. Does not wait for its response.
     *
     * @param method the method
     * @param path the path, with its query, encoded
     * @param more header fields in addition to those of the client
     * @param body the content, sent in UTF-8
     * @throws UncheckedIOException if the connection does not accept the bytes in time, or at all
     */
    public void send(String method, String path, Headers more, String body) {
        Headers headers = client.headers().toBuilder().addAll(more).build();
        lastRequest = method + " " + path;
        lastPath = path;
        try {
            connection.send(new ClientRequest(method, path, headers, body.getBytes(StandardCharsets.UTF_8)), timeout);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Sends bytes unchanged, which need not be HTTP. Over a socket only.
     *
     * @param text the bytes, in ISO-8859-1
     * @throws UncheckedIOException if the connection does not accept the bytes in time, or at all
     * @throws UnsupportedOperationException in memory
     */
    public void sendRaw(String text) {
        lastRequest = "raw bytes";
        try {
            connection.sendBytes(text.getBytes(StandardCharsets.ISO_8859_1), timeout);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Waits for the next complete response.
     *
     * @return the response
     * @throws AssertionError if it does not arrive in time, or the server ends the connection instead
     */
    public TestResponse receive() {
        Deadline deadline = Deadline.in(timeout);
        ResponseHead head = receiveHead(deadline);
        return new TestResponse(head.status(), head.headers(), receiveBody(deadline));
    }

    /**
     * Waits for the head of the next response, whose body is read as a stream.
     *
     * @return the stream, at the first byte of the body; closing it closes this connection
     * @throws AssertionError if the head does not arrive in time, or the server ends the connection instead
     */
    public TestStream receiveStream() {
        return receiveStream(new EventQueue(client.lastEventId()));
    }

    /**
     * Requests a stream on this connection, as {@link TestClient#connect} does on a new one.
     *
     * @param path the path, with its query, encoded
     * @return the stream; closing it closes this connection
     * @throws AssertionError if no response arrives in time, or the server ends the connection instead
     */
    public TestStream connect(String path) {
        return connect(path, new EventQueue(client.lastEventId()));
    }

    /**
     * Waits until the server closes or resets the connection.
     *
     * @throws AssertionError if it does not do so in time, or sends a response instead
     */
    public void awaitEnd() {
        Optional<ResponseHead> head;
        try {
            head = connection.readHead(timeout);
        } catch (IOException ended) {
            return;
        }
        throw new AssertionError(
                head.isPresent()
                        ? "connection must end: got a response with status "
                                + head.get().status()
                        : "connection must end within " + timeout + ": it is open");
    }

    /** Shuts down the client's output. It can still read. */
    public void halfClose() {
        connection.halfClose();
    }

    /** Closes the connection with a reset. Has no effect on a closed connection. */
    public void reset() {
        connection.reset();
    }

    /** Closes the connection, as a program does that closes its socket. */
    @Override
    public void close() {
        connection.close();
    }

    TestStream connect(String path, EventQueue events) {
        Headers.Builder more = Headers.builder();
        if (!client.headers().contains("Accept")) {
            more.add("Accept", "text/event-stream");
        }
        if (!client.headers().contains("Cache-Control")) {
            more.add("Cache-Control", "no-cache");
        }
        if (!events.lastEventId().isEmpty()) {
            more.add("Last-Event-ID", TestClient.headerValue(events.lastEventId()));
        }
        send("GET", path, more.build(), "");
        return receiveStream(events);
    }

    TestClient client() {
        return client;
    }

    Duration timeout() {
        return timeout;
    }

    /** Reads from the body of the current response, as {@link ClientConnection#readBody} does. */
    int readBody(byte[] bytes, int offset, Duration longest) throws IOException {
        int length = Math.min(client.readSize(), bytes.length - offset);
        return connection.readBody(bytes, offset, length, longest);
    }

    byte[] receiveBody(Deadline deadline) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[client.readSize()];
        try {
            while (true) {
                int read = readBody(chunk, 0, deadline.remaining());
                if (read < 0) {
                    return body.toByteArray();
                }
                if (read == 0 && deadline.remaining().isZero()) {
                    throw new AssertionError("response to " + lastRequest + " must be whole within " + timeout + ": "
                            + body.size() + " bytes of content arrived");
                }
                body.write(chunk, 0, read);
            }
        } catch (IOException failure) {
            throw new AssertionError("response to " + lastRequest + " must be whole: " + failure.getMessage(), failure);
        }
    }

    private TestStream receiveStream(EventQueue events) {
        ResponseHead head = receiveHead(Deadline.in(timeout));
        return new TestStream(this, lastPath, head, events);
    }

    private ResponseHead receiveHead(Deadline deadline) {
        try {
            return connection
                    .readHead(deadline.remaining())
                    .orElseThrow(() -> new AssertionError(
                            "response to " + lastRequest + " must arrive within " + timeout + ": nothing arrived"));
        } catch (IOException failure) {
            throw new AssertionError("response to " + lastRequest + " must arrive: " + failure.getMessage(), failure);
        }
    }
}
