package sse.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import sse.api.EventDecoder;
import sse.api.MessageEvent;
import sse.client.fixtures.ScriptedExchange;
import sse.client.fixtures.ScriptedHttpClient;
import sse.client.fixtures.TestSources;
import sse.testkit.ManualTicker;

class SourceFuzzTest {
    /** A source that reads one stream of chunks, and records what becomes of it. */
    private static final class Run {
        private final List<String> events = new ArrayList<>();
        private final List<DisconnectReason> disconnections = new ArrayList<>();
        private final ScriptedHttpClient client = new ScriptedHttpClient();
        private final EventSource source;

        Run() {
            source = TestSources.builder(client, new ManualTicker())
                    .onEvent(event -> events.add(text(event)))
                    .observer(new SourceObserver() {
                        @Override
                        public void onDisconnect(Disconnection disconnection, Duration delay) {
                            disconnections.add(disconnection.reason());
                        }
                    })
                    .build()
                    .start();
        }

        Run read(byte[] content, int chunk, String coding) {
            ScriptedExchange<?> exchange =
                    client.last().head(200, "Content-Type", "text/event-stream", "Content-Encoding", coding);
            for (int at = 0; at < content.length && !exchange.isCancelled(); at += chunk) {
                exchange.send(Arrays.copyOfRange(content, at, Math.min(content.length, at + chunk)));
            }
            if (!exchange.isCancelled()) {
                exchange.end();
            }
            return this;
        }

        /** Returns what a program can see. */
        String outcome() {
            String seen = events + " " + disconnections + " " + source.state() + " " + source.lastEventId();
            source.close();
            return seen;
        }
    }

    private static String text(MessageEvent event) {
        return event.type() + "|" + event.data() + "|" + event.lastEventId();
    }

    private static int chunk(byte[] bytes) {
        return bytes.length == 0 ? 1 : 1 + (bytes[0] & 0x1F);
    }

    @FuzzTest
    void readsEveryCutAsDecoder(byte[] stream) throws IOException {
        List<String> expected = new ArrayList<>();
        EventDecoder decoder =
                EventDecoder.builder(event -> expected.add(text(event))).build();
        decoder.decode(ByteBuffer.wrap(stream));
        decoder.endOfInput();
        String outcome = expected + " [ENDED] WAITING " + decoder.lastEventId();

        for (int chunk : new int[] {1, chunk(stream), Math.max(1, stream.length)}) {
            assertThat(new Run().read(stream, chunk, "identity").outcome()).isEqualTo(outcome);
            assertThat(new Run().read(gzip(stream), chunk, "gzip").outcome()).isEqualTo(outcome);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
