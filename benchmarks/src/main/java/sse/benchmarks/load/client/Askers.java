package sse.benchmarks.load.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Clients that ask over and over, and what they share: a selector, one buffer, and what they count. */
final class Askers implements Looped {
    private static final long LOOK_MILLIS = 10;
    private static final int DIGITS = 3;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Selector selector;
    private final ReceiveStats stats = new ReceiveStats();
    private final Histogram first = new Histogram(LONGEST_NANOS, DIGITS);
    private final byte[] bytes = new byte[256 * 1024];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private final List<Asker> askers = new ArrayList<>();
    private AskScript script = new AskScript(0, 0, 0, 0, 0);
    private byte[] request = {};
    private long beganNanos;
    private long nowNanos;
    private long answers;
    private boolean asking;

    Askers() throws IOException {
        selector = Selector.open();
    }

    /** Has clients ask from now on, the first time one after the other. */
    void begin(AskScript next) {
        script = next;
        request = next.request();
        beganNanos = System.nanoTime();
        asking = true;
    }

    /** Starts a new window. */
    void beginWindow() {
        stats.begin();
        first.reset();
        answers = 0;
    }

    /** Returns the window so far, as the line that answers a command. */
    String report() {
        return "answers=%d first50=%d first99=%d first999=%d %s"
                .formatted(
                        answers,
                        first.getValueAtPercentile(50),
                        first.getValueAtPercentile(99),
                        first.getValueAtPercentile(99.9),
                        stats.report());
    }

    /** Lets no asker begin again. */
    void finish() {
        asking = false;
    }

    /** Returns how many answers are not complete. */
    long outstanding() {
        return askers.stream().filter(asker -> !asker.isIdle()).count();
    }

    @Override
    public void turn() throws IOException {
        selector.select(this::onReady, asking && askers.size() < script.askers() ? LOOK_MILLIS : 0);
        nowNanos = System.nanoTime();
        while (asking && askers.size() < script.askers() && nowNanos - dueNanos(askers.size()) >= 0) {
            Asker next = new Asker(askers.size(), this);
            askers.add(next);
            ask(next);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void closeAll() throws IOException {
        asking = false;
        for (Asker asker : askers) {
            asker.close();
        }
        askers.clear();
        selector.selectNow();
    }

    ReceiveStats stats() {
        return stats;
    }

    AskScript script() {
        return script;
    }

    Selector selector() {
        return selector;
    }

    ByteBuffer request() {
        return ByteBuffer.wrap(request);
    }

    /** Connects while it blocks, which on loopback is no wait. */
    SocketChannel connect(int index) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(SourceAddresses.of(index));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), script.port()));
        return channel;
    }

    void onFirstEvent(long askedNanos) {
        first.recordValue(Math.min(nowNanos - askedNanos, LONGEST_NANOS));
    }

    void onDelivery(long dueNanos) {
        stats.delivered(dueNanos, nowNanos);
    }

    void onAnswer(Asker asker) {
        answers++;
        if (asking) {
            ask(asker);
        }
    }

    private long dueNanos(int asker) {
        return beganNanos + script.spreadNanos() * asker / script.askers();
    }

    private void ask(Asker asker) {
        try {
            asker.ask();
        } catch (IOException failure) {
            fail(asker, failure);
        }
    }

    private void onReady(SelectionKey key) {
        Asker asker = (Asker) key.attachment();
        nowNanos = System.nanoTime();
        try {
            asker.read(bytes, buffer);
        } catch (IOException failure) {
            fail(asker, failure);
        }
    }

    private void fail(Asker asker, IOException failure) {
        stats.fail(failure);
        try {
            asker.close();
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }
}
