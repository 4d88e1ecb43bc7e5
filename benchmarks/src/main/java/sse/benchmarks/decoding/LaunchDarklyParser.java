package sse.benchmarks.decoding;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.StreamClosedByServerException;
import com.launchdarkly.eventsource.StreamException;
import com.launchdarkly.logging.LDLogger;
import java.io.InputStream;
import java.net.URI;

/**
 * Is LaunchDarkly's {@code EventSource} with all its defaults, on a connection in memory: the parser is private to it.
 * Its read buffer holds 1,000 bytes, so it asks for less than a chunk of 16 KB.
 */
final class LaunchDarklyParser implements StreamParser {

    private static final URI ORIGIN = URI.create("memory:/events");

    @Override
    public ParsedCount parse(byte[] stream, int chunkBytes) throws StreamException {
        var count = new ParsedCount();
        try (var source = new EventSource.Builder(new MemoryConnection(new ChunkedInput(stream, chunkBytes)))
                .errorStrategy(ErrorStrategy.alwaysThrow())
                .build()) {
            source.start();
            while (true) {
                count.add(source.readMessage().getData());
            }
        } catch (StreamClosedByServerException end) {
            return count;
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
