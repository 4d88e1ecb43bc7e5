package sse.benchmarks.load.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A server whose connections the test reads and writes, numbered in the order in which they were opened. */
final class PostedTo implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> accepted = new ArrayList<>();
    private final List<SocketChannel> connected = new ArrayList<>();

    PostedTo() throws IOException {}

    /** Opens a connection and returns the client's end, whose reads wait and whose writes do too. */
    SocketChannel connect() throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
        connected.add(channel);
        accepted.add(listener.accept());
        return channel;
    }

    String read(int connection, int length) throws IOException {
        return new String(accepted.get(connection).getInputStream().readNBytes(length), US_ASCII);
    }

    void write(int connection, byte... bytes) throws IOException {
        accepted.get(connection).getOutputStream().write(bytes);
    }

    void hangUp(int connection) throws IOException {
        accepted.get(connection).close();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : accepted) {
            socket.close();
        }
        for (SocketChannel channel : connected) {
            channel.close();
        }
        listener.close();
    }
}
