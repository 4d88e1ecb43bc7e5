package sse.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A raw socket that speaks bytes and gives up after ten seconds. */
final class Client implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket = new Socket();

    Client(InetSocketAddress address) throws IOException {
        this(address, 0);
    }

    /** Connects with a small receive buffer, so that it is soon full; zero for the system's. */
    Client(InetSocketAddress address, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(address, TIMEOUT_MILLIS);
    }

    Client send(String bytes) throws IOException {
        return send(bytes.getBytes(ISO_8859_1));
    }

    Client send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Reads exactly so many bytes. */
    String read(int count) throws IOException {
        return new String(readBytes(count), ISO_8859_1);
    }

    /** Reads exactly so many bytes. */
    byte[] readBytes(int count) throws IOException {
        byte[] bytes = input().readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** Reads to the end of the head, that included. */
    String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = input().read();
            if (b < 0) {
                throw new IOException("ended in the head: " + head.toString(ISO_8859_1));
            }
            head.write(b);
        }
        return head.toString(ISO_8859_1);
    }

    /** Reads a head and as much content as its Content-Length says. */
    String readResponse() throws IOException {
        String head = readHead();
        int at = head.indexOf("Content-Length: ");
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        return head + read(length);
    }

    /** Reads until the server ends its side. */
    String readAll() throws IOException {
        return new String(input().readAllBytes(), ISO_8859_1);
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes so that the server sees a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private InputStream input() throws IOException {
        return socket.getInputStream();
    }
}
