package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import sse.api.MessageEvent;
import sse.client.fixtures.ScriptedExchange;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.testkit.ManualTicker;

/** Streams with {@code Content-Encoding: gzip}. */
class CompressedStreamTest {
    private final ManualTicker ticker = new ManualTicker();
    private final ScriptedHttpClient client = new ScriptedHttpClient();
    private final List<String> events = new ArrayList<>();
    private final List<Disconnection> disconnections = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private EventSource.Builder builder() {
        return TestSources.builder(client, ticker).observer(new SourceObserver() {
            @Override
            public void onDisconnect(Disconnection disconnection, Duration delay) {
                disconnections.add(disconnection);
            }
        });
    }

    private ScriptedExchange<?> open() {
        builder().onEvent(event -> events.add(event.data())).build().start();
        return client.last().head(200, "Content-Type", "text/event-stream", "Content-Encoding", "GZIP");
    }

    private GZIPOutputStream gzip() throws IOException {
        return new GZIPOutputStream(bytes, 512, true);
    }

    private byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }

    @Test
    void deliversAnEventWhenItIsFlushed() throws IOException {
        ScriptedExchange<?> exchange = open();
        GZIPOutputStream out = gzip();
        for (int i = 0; i < 3; i++) {
            out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            exchange.send(take());
            assertThat(events).hasSize(i + 1);
        }
        out.close();
        exchange.send(take()).end();

        assertThat(events).containsExactly("0", "1", "2");
        assertThat(disconnections).extracting(Disconnection::reason).containsExactly(DisconnectReason.ENDED);
    }

    @Test
    void isLostIfItIsCutOff() throws IOException {
        ScriptedExchange<?> exchange = open();
        GZIPOutputStream out = gzip();
        out.write("data: 0\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        exchange.send(take()).end();

        assertThat(events).containsExactly("0");
        assertThat(disconnections).extracting(Disconnection::reason).containsExactly(DisconnectReason.LOST);
        assertThat(disconnections.get(0).cause())
                .get()
                .hasToString("java.io.EOFException: gzip content must be complete");
    }

    @Test
    void isLostIfItIsMalformed() {
        open().send("data: 0\n\n");

        assertThat(disconnections).extracting(Disconnection::reason).containsExactly(DisconnectReason.LOST);
        assertThat(client.last().isCancelled()).isTrue();
    }

    @Test
    void deliversEventsBeforeAWrongChecksum() throws IOException {
        ScriptedExchange<?> exchange = open();
        GZIPOutputStream out = gzip();
        out.write("id: 1\ndata: 0\n\n".getBytes(StandardCharsets.UTF_8));
        out.close();
        byte[] wrong = take();
        wrong[wrong.length - 8] ^= 1;
        exchange.send(wrong);

        assertThat(events).containsExactly("0");
        assertThat(disconnections).extracting(Disconnection::reason).containsExactly(DisconnectReason.LOST);
        assertThat(disconnections.get(0).cause())
                .get()
                .hasToString("java.io.IOException: gzip content must match its checksum and length");
    }

    @Test
    void reportsDamageThatIsReadAfterTheEnd() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        OneByOne subscriber = new OneByOne();
        EventSource source = builder().executor(tasks::add).build();
        source.subscribe(subscriber);
        runAll(tasks);
        ScriptedExchange<?> exchange =
                client.last().head(200, "Content-Type", "text/event-stream", "Content-Encoding", "gzip");
        runAll(tasks);
        // A stored block of two events, and a block of no valid type.
        exchange.send(
                HexFormat.of().parseHex("1f8b0800000000000000" + "001200edff" + "646174613a20610a0a".repeat(2) + "07"));
        exchange.end();
        runAll(tasks);
        assertThat(subscriber.received).isEqualTo(1);
        subscriber.subscription.request(1);
        runAll(tasks);

        assertThat(subscriber.received).isEqualTo(2);
        assertThat(disconnections).extracting(Disconnection::reason).containsExactly(DisconnectReason.LOST);
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void isInflatedOnlyAsFarAsRequested() throws IOException {
        int total = 1_000_000;
        GZIPOutputStream out = gzip();
        for (int i = 0; i < total; i++) {
            out.write("data:\n\n".getBytes(StandardCharsets.UTF_8));
        }
        out.close();
        byte[] small = take();
        EventSource source = builder().build();
        OneByOne subscriber = new OneByOne();
        source.subscribe(subscriber);
        client.last()
                .head(200, "Content-Type", "text/event-stream", "Content-Encoding", "gzip")
                .send(small);

        assertThat(subscriber.received).isEqualTo(1);
        assertThat(source.statistics().events()).isLessThan(5000);
        subscriber.subscription.request(Long.MAX_VALUE);
        assertThat(subscriber.received).isEqualTo(total);
    }

    @Test
    void showsARefusalAsText() throws IOException {
        GZIPOutputStream out = gzip();
        out.write("no such stream".getBytes(StandardCharsets.UTF_8));
        out.close();
        EventSource source = builder().onEvent(event -> {}).build().start();
        client.last().head(404, "Content-Encoding", "gzip").send(take()).end();

        assertThat(source.end().join().bodyText()).isEqualTo("no such stream");
    }

    private static final class OneByOne implements Flow.Subscriber<MessageEvent> {
        Flow.Subscription subscription;
        int received;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(MessageEvent event) {
            received++;
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
