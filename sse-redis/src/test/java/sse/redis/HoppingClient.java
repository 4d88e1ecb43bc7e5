package sse.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sse.api.spi.history.EntryId;

/** A client that changes between the nodes, and resumes with the last id that it has received. */
final class HoppingClient implements Runnable {
    private static final Pattern LOST = Pattern.compile("\"lost\":(\\d+|null),\"reason\":\"(\\w+)\"");

    private final Random random;
    private final IntSupplier port;
    private final List<Received> received = new ArrayList<>();
    private volatile boolean stays;
    private volatile boolean running = true;
    private volatile Socket socket;
    private String lastEventId = "";
    private int hops;

    /**
     * An event.
     *
     * @param id its id
     * @param gap the reason of a gap event
     * @param lost the number that a gap event has, or -1
     */
    record Received(EntryId id, Optional<String> gap, long lost) {}

    HoppingClient(long seed, IntSupplier port) {
        this.random = new Random(seed);
        this.port = port;
    }

    @Override
    public void run() {
        while (running) {
            try (Socket opened = new Socket()) {
                socket = opened;
                opened.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getAsInt()), 1_000);
                long end = System.nanoTime() + (200 + random.nextInt(1_300)) * 1_000_000L;
                read(opened, end);
            } catch (IOException ended) {
                // The node was killed, or the time is over.
            }
            hops++;
        }
    }

    private void read(Socket opened, long end) throws IOException {
        opened.setSoTimeout(200);
        String resume = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        String request = "GET / HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n" + resume + "\r\n";
        opened.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        BufferedReader in = new BufferedReader(new InputStreamReader(opened.getInputStream(), StandardCharsets.UTF_8));
        String id = "";
        String type = "";
        String data = "";
        while (running && (stays || System.nanoTime() < end)) {
            String line;
            try {
                line = in.readLine();
            } catch (java.net.SocketTimeoutException silent) {
                if (!stays || type.length() + data.length() + id.length() > 0) {
                    return;
                }
                continue;
            }
            if (line == null) {
                return;
            }
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    add(id, type, data);
                }
                lastEventId = id.isEmpty() ? lastEventId : id;
                id = "";
                type = "";
                data = "";
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            }
        }
    }

    private synchronized void add(String id, String type, String data) {
        EntryId entry = EntryId.parse(id).orElseThrow();
        Matcher lost = LOST.matcher(data);
        boolean isGap = type.equals("gap") && lost.find();
        received.add(new Received(
                entry,
                isGap ? Optional.of(lost.group(2)) : Optional.empty(),
                isGap && !lost.group(1).equals("null") ? Long.parseLong(lost.group(1)) : -1));
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    synchronized Optional<EntryId> last() {
        return received.isEmpty()
                ? Optional.empty()
                : Optional.of(received.get(received.size() - 1).id());
    }

    int hops() {
        return hops;
    }

    /** Stays at its node from its next connection on. */
    void stay() {
        stays = true;
    }

    void stop() throws IOException {
        running = false;
        Socket present = socket;
        if (present != null) {
            present.close();
        }
    }
}
