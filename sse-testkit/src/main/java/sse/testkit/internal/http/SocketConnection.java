package sse.testkit.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection over a socket. For use by one thread at a time; has no thread. The socket is non-blocking: a
 * method that waits does so in a selector with a deadline, so that an interruption of its thread also ends the wait.
 */
public final class SocketConnection implements ClientConnection {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final SocketChannel channel;
    private final String authority;
    private Wire wire;
    private final ResponseReader reader = new ResponseReader(this::readSome);
    private final Queue<String> unansweredMethods = new ArrayDeque<>(1);
    private @Nullable IOException failedSend;

    private SocketConnection(SocketChannel channel, String authority) {
        this.channel = channel;
        this.authority = authority;
        wire = new PlainWire(channel);
    }

    /**
     * Connects, with TLS if there is a context.
     *
     * @param authority the value of {@code Host}
     * @param windowBytes the requested size of the receive buffer, or empty for the system's default
     */
    public static SocketConnection connect(
            InetSocketAddress address, String authority, Optional<Integer> windowBytes, Optional<SSLContext> tls)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (windowBytes.isPresent()) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, windowBytes.get());
            }
            channel.configureBlocking(false);
            channel.connect(address);
            SocketConnection connection = new SocketConnection(channel, authority);
            if (!connection.await(SelectionKey.OP_CONNECT, DEFAULT_TIMEOUT) || !channel.finishConnect()) {
                throw new SocketTimeoutException("connection must be there within " + DEFAULT_TIMEOUT + ": " + address);
            }
            if (tls.isPresent()) {
                connection.wire = TlsWire.connect(channel, tls.get(), connection::awaitHandshake);
            }
            return connection;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public Duration defaultTimeout() {
        return DEFAULT_TIMEOUT;
    }

    @Override
    public void send(ClientRequest request, Duration timeout) throws IOException {
        unansweredMethods.add(request.method());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        StringBuilder head = new StringBuilder();
        head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
        if (!request.headers().contains("Host")) {
            head.append("Host: ").append(authority).append("\r\n");
        }
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        boolean hasContent = request.body().length > 0 || request.method().equals("POST");
        if (hasContent && !request.headers().contains("Content-Length")) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(request.body());
        sendBytes(bytes.toByteArray(), timeout);
    }

    /**
     * Sends bytes unchanged. A server may answer and close before it has read all of them, so a failure is reported
     * only if there is no response either.
     */
    @Override
    public void sendBytes(byte[] bytes, Duration timeout) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        if (failedSend != null) {
            throw failedSend;
        }
        Deadline deadline = Deadline.in(timeout);
        try {
            while (rest.hasRemaining() || wire.hasUnsent()) {
                int before = rest.remaining();
                wire.write(rest);
                boolean stalled = rest.remaining() == before || wire.hasUnsent();
                if (stalled && !await(SelectionKey.OP_WRITE, deadline.remaining())) {
                    throw new SocketTimeoutException("server must take " + bytes.length + " bytes within " + timeout
                            + ": " + rest.position() + " taken");
                }
            }
        } catch (SocketTimeoutException stalled) {
            throw stalled;
        } catch (IOException failure) {
            failedSend = failure;
        }
    }

    @Override
    public Optional<ResponseHead> readHead(Duration timeout) throws IOException {
        try {
            boolean toHead = "HEAD".equals(unansweredMethods.peek());
            Optional<ResponseHead> head = reader.readHead(toHead, Deadline.in(timeout));
            head.ifPresent(read -> unansweredMethods.poll());
            return head;
        } catch (EOFException failure) {
            if (failedSend != null) {
                failure.addSuppressed(failedSend);
            }
            throw failure;
        }
    }

    @Override
    public int readBody(byte[] bytes, int offset, int length, Duration timeout) throws IOException {
        return reader.readBody(bytes, offset, length, timeout);
    }

    @Override
    public void halfClose() {
        try {
            wire.endOutput();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            if (channel.isOpen()) {
                wire.close();
            }
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void reset() {
        try {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private int readSome(byte[] bytes, int offset, int length, Duration timeout) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(bytes, offset, length);
        int read = wire.read(target);
        if (read != 0 || timeout.isZero()) {
            return read;
        }
        Deadline deadline = Deadline.in(timeout);
        // What arrives over TLS need not be for the reader.
        while (read == 0 && await(SelectionKey.OP_READ, deadline.remaining())) {
            read = wire.read(target);
        }
        return read;
    }

    private void awaitHandshake(int operation) throws IOException {
        if (!await(operation, DEFAULT_TIMEOUT)) {
            throw new SocketTimeoutException("TLS handshake must go on within " + DEFAULT_TIMEOUT);
        }
    }

    private boolean await(int operation, Duration timeout) throws IOException {
        boolean ready;
        try (Selector selector = Selector.open()) {
            channel.register(selector, operation);
            // Rounded up: zero would wait without end.
            ready = selector.select(timeout.toMillis() + 1) > 0;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for the server");
        }
        return ready;
    }
}
