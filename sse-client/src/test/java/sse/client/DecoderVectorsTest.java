package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.MessageEvent;
import sse.client.fixtures.ScriptedExchange;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.conformance.Cases;
import sse.conformance.DecoderCase;
import sse.conformance.StreamListener;
import sse.testkit.ManualTicker;

/** Every case of the conformance kit, split at every byte, on every way to read. */
class DecoderVectorsTest {
    /** A way to read: builds and starts a source, and adds what it reads. */
    private interface Way {
        EventSource start(EventSource.Builder builder, List<String> received);
    }

    static Stream<DecoderCase> cases() {
        return Cases.decoder().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areReadByAListener(DecoderCase decoderCase) {
        assertReadAtEverySplit(
                decoderCase,
                (builder, received) ->
                        builder.onEvent(event -> add(received, event)).build().start());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areReadByAReader(DecoderCase decoderCase) {
        assertReadAtEverySplit(decoderCase, (builder, received) -> {
            EventSource source = builder.build();
            drain(source, received);
            return source;
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areReadByASubscriber(DecoderCase decoderCase) {
        assertReadAtEverySplit(decoderCase, (builder, received) -> {
            EventSource source = builder.build();
            source.subscribe(new OneByOne(received));
            return source;
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areReadCompressed(DecoderCase decoderCase) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(decoderCase.stream());
        }
        byte[] wire = bytes.toByteArray();
        for (int split = 0; split <= wire.length; split++) {
            assertRead(
                    decoderCase,
                    (builder, received) -> builder.onEvent(event -> add(received, event))
                            .build()
                            .start(),
                    List.of(Arrays.copyOf(wire, split), Arrays.copyOfRange(wire, split, wire.length)),
                    true);
        }
    }

    private static void assertReadAtEverySplit(DecoderCase decoderCase, Way way) {
        decoderCase.splits().forEach(chunks -> assertRead(decoderCase, way, chunks, false));
    }

    private static void assertRead(DecoderCase decoderCase, Way way, List<byte[]> chunks, boolean gzip) {
        ScriptedHttpClient client = new ScriptedHttpClient();
        List<String> received = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        EventSource.Builder builder =
                TestSources.builder(client, new ManualTicker()).observer(new Notices(notices));
        try (EventSource source = way.start(builder, received)) {
            ScriptedExchange<?> exchange = client.last();
            exchange.head(200, "Content-Type", "text/event-stream", "Content-Encoding", gzip ? "gzip" : "identity");
            chunks.stream().filter(chunk -> chunk.length > 0).forEach(exchange::send);
            exchange.end();
            drainIfReader(source, received);

            Expected expected = new Expected();
            decoderCase.replay(expected);
            assertThat(received)
                    .as("%s in %d chunks", decoderCase, chunks.size())
                    .isEqualTo(expected.events);
            assertThat(notices).isEqualTo(expected.notices);
            assertThat(source.lastEventId()).isEqualTo(expected.lastEventId);
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

    private static final class Expected implements StreamListener {
        private final List<String> events = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private String lastEventId = "";

        @Override
        public void event(String type, String data, String id) {
            events.add(type + "|" + data + "|" + id);
        }

        @Override
        public void retry(long millis) {
            notices.add("retry " + millis);
        }

        @Override
        public void comment(String text) {
            notices.add(text);
        }

        @Override
        public void lastEventId(String id) {
            lastEventId = id;
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
