package sse.jdkhttp;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that sees every byte. All reads have a timeout. */
final class RawClient implements Closeable {
    static final String STREAM_REQUEST =
            "GET / HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n";

    /** Closed without ado: a TLS socket would wait for the server's farewell. */
    private final Socket connection;

    private final Socket socket;
    private final CompletableFuture<byte[]> background = new CompletableFuture<>();

    private RawClient(Socket connection, Socket socket) throws IOException {
        this.connection = connection;
        this.socket = socket;
        connection.setSoTimeout(30_000);
        socket.setSoTimeout(30_000);
    }

    static RawClient connect(InetSocketAddress address) throws IOException {
        Socket socket = socket(address);
        return new RawClient(socket, socket);
    }

    static RawClient connectTls(InetSocketAddress address) throws IOException {
        Socket socket = socket(address);
        Socket tls = TestTls.context().getSocketFactory().createSocket(socket, "localhost", address.getPort(), true);
        return new RawClient(socket, tls);
    }

    /** Connects, with a small receive buffer so that a server's writes stall early. */
    private static Socket socket(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(address, 30_000);
        return socket;
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
                .map(line -> line.toLowerCase(Locale.ROOT))
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

    /** Reads chunks until their content ends with a text, and returns all of the content. */
    String readEvents(String end) throws IOException {
        StringBuilder content = new StringBuilder();
        while (!content.toString().endsWith(end)) {
            String next = chunk();
            if (next.isEmpty()) {
                throw new IOException("last chunk after: " + content);
            }
            content.append(next);
        }
        return content.toString();
    }

    /** Reads up to the end, or the reset, and returns how many bytes there were. */
    long countToEnd() throws IOException {
        byte[] bytes = new byte[64 * 1024];
        long count = 0;
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(bytes)) {
                count += read;
            }
        } catch (SocketException reset) {
            return count;
        }
        return count;
    }

    byte[] readAll() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    byte[] readBytes(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes);
    }

    /** Reads a chunked body; fails if it has no last chunk. */
    void readChunkedToEnd() throws IOException {
        while (!chunk().isEmpty()) {
            continue;
        }
    }

    /** Reads on without waiting for it. */
    void readToEndInBackground() {
        Thread reader = new Thread(() -> {
            try {
                background.complete(readAll());
            } catch (IOException e) {
                background.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    byte[] awaitRead() throws Exception {
        return background.get(30, TimeUnit.SECONDS);
    }

    /** Reads one chunk, the last of which is empty. */
    String chunk() throws IOException {
        StringBuilder size = new StringBuilder();
        while (size.indexOf("\r\n") < 0) {
            String next = read(1);
            if (next.isEmpty()) {
                throw new IOException("no last chunk");
            }
            size.append(next);
        }
        String data = read(Integer.parseInt(size.substring(0, size.length() - 2), 16));
        if (!read(2).equals("\r\n")) {
            throw new IOException("chunk must end with CR LF");
        }
        return data;
    }

    /** Goes away with a reset. */
    void reset() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
