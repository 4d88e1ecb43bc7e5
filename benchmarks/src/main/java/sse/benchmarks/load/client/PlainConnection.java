package sse.benchmarks.load.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection that is not encrypted. */
record PlainConnection(SocketChannel channel) implements Connection {
    @Override
    public void send(byte[] request) throws IOException {
        channel.write(ByteBuffer.wrap(request));
    }

    @Override
    public boolean isSent() {
        return true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }
}
