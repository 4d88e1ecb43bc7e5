package sse.integration.lifecycle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program with more clients than fit into a server's process. Some read their streams to the end, some never read. It
 * prints {@code connected} when all requests are sent. When the readers' streams have ended it prints the count of each
 * distinct body, without the last reconnection time, and the range of these times. When its standard input ends it
 * reads the remaining streams, prints its progress, and then how many of them end with a reconnection time.
 *
 * <p>Requests are HTTP/1.0, so a stream ends with its connection on every server.
 */
public final class ManyClients {
    private static final Pattern LAST_RETRY = Pattern.compile("retry: ([0-9]+)\n(?=data: back soon\n\n\\z)");
    private static final int SMALL_WINDOW = 4096;
    private static final int LARGEST_UNSCALED_WINDOW = 64 * 1024;

    /** How many drained streams are a line of the output. */
    static final int PROGRESS = 50;

    private final InetSocketAddress server;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final Map<String, Integer> bodies = new TreeMap<>();
    private final IntSummaryStatistics retries = new IntSummaryStatistics();

    private int ended;

    private ManyClients(InetSocketAddress server) {
        this.server = server;
    }

    /**
     * Runs until all streams have ended.
     *
     * @param args the port, how many clients read, and how many do not
     */
    public static void main(String... args) throws IOException {
        int port = Integer.parseInt(args[0]);
        new ManyClients(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .run(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    private void run(int readers, int stalled) throws IOException {
        List<SocketChannel> neverRead = new ArrayList<>(stalled);
        for (int i = 0; i < stalled; i++) {
            neverRead.add(connect("/stalled", SMALL_WINDOW));
        }
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < readers; i++) {
                SocketChannel channel = connect("/healthy", 0);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new ByteArrayOutputStream(0));
            }
            System.out.println("connected");
            while (ended < readers) {
                selector.select(this::read);
            }
        }
        bodies.forEach((body, count) -> System.out.println(count + " read " + body.replace("\n", "\\n")));
        System.out.println("retries " + retries.getMin() + " " + retries.getMax());
        System.in.readAllBytes();
        int whole = 0;
        for (int i = 1; i <= stalled; i++) {
            whole += LAST_RETRY.matcher(rest(neverRead.get(i - 1))).find() ? 1 : 0;
            if (i % PROGRESS == 0) {
                System.out.println("drained " + i);
            }
        }
        System.out.println("stalled ones that were sent the end: " + whole);
    }

    private SocketChannel connect(String path, int window) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (window > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, window);
        }
        channel.connect(server);
        channel.write(
                StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n"));
        return channel;
    }

    private void read(SelectionKey key) {
        ByteArrayOutputStream received = (ByteArrayOutputStream) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (!readSome(channel, received)) {
                channel.close();
                count(received.toString(StandardCharsets.UTF_8));
            }
        } catch (IOException cutOff) {
            key.cancel();
            count(received.toString(StandardCharsets.UTF_8) + cutOff.getMessage());
        }
    }

    private boolean readSome(SocketChannel channel, ByteArrayOutputStream into) throws IOException {
        int read = channel.read(buffer.clear());
        if (read > 0) {
            into.write(buffer.array(), 0, read);
        }
        return read >= 0;
    }

    private void count(String response) {
        ended++;
        String body = response.substring(response.indexOf("\r\n\r\n") + 4);
        Matcher retry = LAST_RETRY.matcher(body);
        if (retry.find()) {
            retries.accept(Integer.parseInt(retry.group(1)));
        }
        bodies.merge(retry.replaceFirst("retry: N\n"), 1, Integer::sum);
    }

    private String rest(SocketChannel channel) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (channel) {
            // The system still sends what the server has written, some megabytes.
            channel.setOption(StandardSocketOptions.SO_RCVBUF, LARGEST_UNSCALED_WINDOW);
            while (readSome(channel, received)) {}
        } catch (IOException cutOff) {
            // The bytes received before count.
        }
        return received.toString(StandardCharsets.UTF_8);
    }
}
