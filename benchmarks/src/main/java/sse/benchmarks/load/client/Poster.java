package sse.benchmarks.load.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import sse.benchmarks.load.server.Payload;

/** A connection that posts events, without waiting for the response to one before it sends the next. */
final class Poster implements Selected {
    private static final byte[] ACCEPTED = "HTTP/1.1 204".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final Consumer<IOException> onFailure;
    private final Payload payload;
    private final byte[] head;
    private final ByteBuffer input = ByteBuffer.allocate(16 * 1024);
    private ByteBuffer output = ByteBuffer.allocate(16 * 1024);
    private long posted;
    private long answered;
    private int headBytes;
    private int headEndBytes;

    /**
     * Takes a connection.
     *
     * @param channel the connection, not blocking
     * @param payloadBytes the data of an event
     * @param onFailure what is called when the server refuses an event or closes the connection
     */
    Poster(SocketChannel channel, int payloadBytes, Consumer<IOException> onFailure) {
        this.channel = channel;
        this.onFailure = onFailure;
        payload = new Payload(payloadBytes);
        head = ("POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: "
                        + payloadBytes + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Adds a request for one event, whose number the server chooses. {@link #flush} sends it. */
    void add(long nanos) {
        byte[] body = payload.of(0, nanos).getBytes(StandardCharsets.US_ASCII);
        if (output.remaining() < head.length + body.length) {
            output = ByteBuffer.allocate(2 * output.capacity() + body.length).put(output.flip());
        }
        output.put(head).put(body);
        posted++;
    }

    /** Sends what the connection takes now. */
    void flush() throws IOException {
        if (output.position() > 0) {
            channel.write(output.flip());
            output.compact();
        }
    }

    /** Returns how many requests have no response yet. */
    long unanswered() {
        return posted - answered;
    }

    @Override
    public void onReady() throws IOException {
        input.clear();
        if (channel.read(input) < 0) {
            throw new IOException("server must answer all posts: connection closed");
        }
        input.flip();
        while (input.hasRemaining()) {
            accept(input.get());
        }
    }

    @Override
    public void onFailure(IOException failure) {
        onFailure.accept(failure);
        try {
            channel.close();
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void accept(byte next) throws IOException {
        if (headBytes < ACCEPTED.length && ACCEPTED[headBytes] != next) {
            throw new IOException("post must be answered 204");
        }
        headBytes++;
        headEndBytes = next == HEAD_END[headEndBytes] ? headEndBytes + 1 : next == HEAD_END[0] ? 1 : 0;
        if (headEndBytes == HEAD_END.length) {
            answered++;
            headBytes = 0;
            headEndBytes = 0;
        }
    }
}
