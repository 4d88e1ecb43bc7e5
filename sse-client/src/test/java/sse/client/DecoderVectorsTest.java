package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.MessageEvent;
import sse.client.fixtures.ScriptedExchange;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.client.fixtures.Vectors;
import sse.client.fixtures.Vectors.Vector;
import sse.testkit.ManualTicker;

/** Every golden vector of the decoder, split at every byte, on every way to read. */
class DecoderVectorsTest {
    /** A way to read: builds and starts a source, and adds what it reads. */
    private interface Way {
        EventSource start(EventSource.Builder builder, List<String> received);
    }

    static Stream<Vector> vectors() throws IOException {
        return Vectors.decoder().stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void areReadByAListener(Vector vector) {
        assertReadAtEverySplit(
                vector,
                (builder, received) ->
                        builder.onEvent(event -> add(received, event)).build().start());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void areReadByAReader(Vector vector) {
        assertReadAtEverySplit(vector, (builder, received) -> {
            EventSource source = builder.build();
            drain(source, received);
            return source;
        });
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void areReadByASubscriber(Vector vector) {
        assertReadAtEverySplit(vector, (builder, received) -> {
            EventSource source = builder.build();
            source.subscribe(new OneByOne(received));
            return source;
        });
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void areReadCompressed(Vector vector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(vector.wire());
        }
        byte[] wire = bytes.toByteArray();
        for (int split = 0; split <= wire.length; split++) {
            assertRead(
                    vector,
                    (builder, received) -> builder.onEvent(event -> add(received, event))
                            .build()
                            .start(),
                    List.of(Arrays.copyOf(wire, split), Arrays.copyOfRange(wire, split, wire.length)),
                    true);
        }
    }

    private static void assertReadAtEverySplit(Vector vector, Way way) {
        byte[] wire = vector.wire();
        for (int split = 0; split <= wire.length; split++) {
            List<byte[]> chunks = List.of(Arrays.copyOf(wire, split), Arrays.copyOfRange(wire, split, wire.length));
            assertRead(vector, way, chunks, false);
        }
        List<byte[]> singles = new ArrayList<>();
        for (byte single : wire) {
            singles.add(new byte[] {single});
        }
        assertRead(vector, way, singles, false);
    }

    private static void assertRead(Vector vector, Way way, List<byte[]> chunks, boolean gzip) {
        ScriptedHttpClient client = new ScriptedHttpClient();
        List<String> received = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        EventSource.Builder builder =
                TestSources.builder(client, new ManualTicker()).observer(new Notices(notices));
        try (EventSource source = way.start(builder, received)) {
            ScriptedExchange<?> exchange = client.last();
            exchange.head(200, "Content-Type", "text/event-stream", "Content-Encoding", gzip ? "gzip" : "identity");
            BiConsumer<String, List<String>> expect =
                    (key, to) -> vector.all(key).forEach(line -> to.add(String.join("|", Vectors.texts(line))));
            chunks.stream().filter(chunk -> chunk.length > 0).forEach(exchange::send);
            exchange.end();
            drainIfReader(source, received);

            List<String> events = new ArrayList<>();
            expect.accept("event", events);
            assertThat(received).as("%s in %d chunks", vector, chunks.size()).isEqualTo(events);
            List<String> comments = new ArrayList<>();
            expect.accept("comment", comments);
            vector.all("retry").forEach(line -> comments.add("retry " + line));
            assertThat(notices).containsExactlyInAnyOrderElementsOf(comments);
            List<String> last = vector.all("last").stream()
                    .map(line -> Vectors.texts(line).get(0))
                    .toList();
            assertThat(source.lastEventId()).isEqualTo(last.isEmpty() ? "" : last.get(0));
        }
    }

    private static void add(List<String> received, MessageEvent event) {
        received.add(event.type() + "|" + event.data() + "|" + event.lastEventId());
    }

    private static void drain(EventSource source, List<String> received) {
        try {
            for (var event = source.read(Duration.ZERO); event.isPresent(); event = source.read(Duration.ZERO)) {
                add(received, event.get());
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void drainIfReader(EventSource source, List<String> received) {
        try {
            drain(source, received);
        } catch (IllegalStateException readInAnotherWay) {
            // It has read already.
        }
    }

    private record Notices(List<String> notices) implements SourceObserver {
        @Override
        public void onComment(String text) {
            notices.add(text);
        }

        @Override
        public void onRetry(Duration time) {
            notices.add("retry " + time.toMillis());
        }
    }

    private static final class OneByOne implements Flow.Subscriber<MessageEvent> {
        private final List<String> received;
        private Flow.Subscription subscription;

        OneByOne(List<String> received) {
            this.received = received;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(MessageEvent event) {
            add(received, event);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
