package sse.jdkhttp;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client that sees every byte. All reads have a timeout. */
final class RawClient implements Closeable {
    static final String STREAM_REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n";

    private final Socket socket;

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
    }

    static RawClient connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, 20_000);
        return new RawClient(socket);
    }

    /** Connects with a small receive buffer, so that a server's writes stall early. */
    static RawClient connectNarrow(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(address, 20_000);
        return new RawClient(socket);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads up to the empty line. Returns status line and fields, lower-cased, sorted, without the date. */
    List<String> head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new IOException("end of input after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(c);
        }
        return head.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.toLowerCase(java.util.Locale.ROOT))
                .filter(line -> !line.startsWith("date: "))
                .sorted()
                .toList();
    }

    /** Reads exactly so many bytes. */
    String read(int bytes) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(bytes);
        return new String(read, StandardCharsets.UTF_8);
    }

    String readToEnd() throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads one chunk of a chunked body. */
    String chunk() throws IOException {
        StringBuilder size = new StringBuilder();
        while (size.indexOf("\r\n") < 0) {
            size.append(read(1));
        }
        int bytes = Integer.parseInt(size.substring(0, size.length() - 2), 16);
        String data = read(bytes);
        if (!read(2).equals("\r\n")) {
            throw new IOException("chunk must end with CR LF: " + data);
        }
        return data;
    }

    /** Goes away with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
