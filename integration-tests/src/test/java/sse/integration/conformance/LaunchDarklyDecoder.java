package sse.integration.conformance;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.StreamClosedByServerException;
import com.launchdarkly.logging.LDLogger;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import sse.conformance.StreamDecoder;
import sse.conformance.StreamListener;

/** LaunchDarkly's {@code EventSource} with its defaults, on a connection in memory: its parser is private to it. */
final class LaunchDarklyDecoder implements StreamDecoder {
    private static final URI ORIGIN = URI.create("memory:/events");

    @Override
    public void decode(List<byte[]> chunks, StreamListener listener) throws Exception {
        try (EventSource source = new EventSource.Builder(new MemoryConnection(new ChunkInput(chunks)))
                .errorStrategy(ErrorStrategy.alwaysThrow())
                .build()) {
            source.start();
            while (true) {
                MessageEvent event = source.readMessage();
                String id = event.getLastEventId();
                listener.event(event.getEventName(), event.getData(), id == null ? "" : id);
            }
        } catch (StreamClosedByServerException end) {
            // The end of the chunks.
        }
    }

    private static final class MemoryConnection extends ConnectStrategy {
        private final InputStream input;

        MemoryConnection(InputStream input) {
            this.input = input;
        }

        @Override
        public Client createClient(LDLogger logger) {
            return new Client() {
                @Override
                public Result connect(String lastEventId) {
                    return new Result(input, ORIGIN, null);
                }

                @Override
                public boolean awaitClosed(long timeoutMillis) {
                    return true;
                }

                @Override
                public URI getOrigin() {
                    return ORIGIN;
                }

                @Override
                public void close() {}
            };
        }
    }
}
