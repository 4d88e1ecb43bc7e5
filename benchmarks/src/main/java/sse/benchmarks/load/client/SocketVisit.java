package sse.benchmarks.load.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A visit over a connection of its own, by HTTP/1.1. Confined to the loop. */
final class SocketVisit implements Visit {
    private final SelectionKey key;
    private final Connection connection;
    private final Visitor visitor;
    private final VisitRequest request;
    private final ResponseReader response;
    private final byte[] bytes;

    SocketVisit(SelectionKey key, Connection connection, Visitor visitor, VisitRequest request, byte[] bytes) {
        this.connection = connection;
        this.key = key;
        this.visitor = visitor;
        this.request = request;
        this.response = new ResponseReader(request.payloadBytes(), visitor, request.ids());
        this.bytes = bytes;
    }

    /** Does what the connection is ready for. */
    void onReady(long nowNanos) {
        try {
            if (key.isConnectable()) {
                connect(nowNanos);
            } else {
                read(nowNanos);
            }
        } catch (IOException ended) {
            visitor.onFailure(ended, nowNanos);
        }
    }

    @Override
    public void pause() {
        key.interestOps(0);
    }

    @Override
    public void resume() {
        key.interestOps(SelectionKey.OP_READ);
    }

    @Override
    public void close() throws IOException {
        channel().close();
    }

    @Override
    public void reset() throws IOException {
        SocketVisits.reset(channel());
    }

    @Override
    public void abandon() {
        key.cancel();
    }

    private void connect(long nowNanos) throws IOException {
        channel().finishConnect();
        connection.send(head().getBytes(StandardCharsets.ISO_8859_1));
        resume();
        visitor.onOpen(nowNanos);
    }

    private String head() {
        String resume = request.lastEventId() == null ? "" : "Last-Event-ID: " + request.lastEventId() + "\r\n";
        return "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n" + resume
                + "\r\n";
    }

    private void read(long nowNanos) throws IOException {
        int read = connection.read(ByteBuffer.wrap(bytes));
        if (read < 0) {
            throw new IOException("stream must not end: connection closed");
        }
        response.accept(bytes, 0, read);
        if (response.hasEnded()) {
            throw new IOException("stream must not end: last chunk");
        }
        visitor.onRead(nowNanos);
    }

    private SocketChannel channel() {
        return connection.channel();
    }
}
