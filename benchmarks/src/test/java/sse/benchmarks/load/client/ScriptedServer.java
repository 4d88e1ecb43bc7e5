package sse.benchmarks.load.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import sse.benchmarks.load.server.Payload;

/** A server with one connection at a time that sends what the test passes. Confined to one thread. */
final class ScriptedServer implements AutoCloseable {
    private static final String ID_FIELD = "Last-Event-ID: ";

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Payload payload;
    private @Nullable Socket connection;

    ScriptedServer(int payloadBytes) throws IOException {
        payload = new Payload(payloadBytes);
    }

    String port() {
        return Integer.toString(listener.getLocalPort());
    }

    /**
     * Waits for the next request, opens its stream, and returns the id it came with, or an empty text. Whoever was
     * there before must have left.
     */
    String accept() throws IOException {
        Socket accepted = listener.accept();
        hangUp();
        connection = accepted;
        var lines = new BufferedReader(new InputStreamReader(accepted.getInputStream(), StandardCharsets.US_ASCII));
        String id = "";
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            id = line.startsWith(ID_FIELD) ? line.substring(ID_FIELD.length()) : id;
        }
        write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:\n\n");
        return id;
    }

    /** Sends events in one piece. */
    void send(long... sequences) throws IOException {
        write(LongStream.of(sequences)
                .mapToObj(sequence -> "id: scripted-" + sequence + "\ndata: " + payload.of(sequence, 0) + "\n\n")
                .collect(Collectors.joining()));
    }

    void hangUp() throws IOException {
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        hangUp();
        listener.close();
    }

    private void write(String text) throws IOException {
        if (connection == null) {
            throw new IllegalStateException("a request must have been accepted");
        }
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
