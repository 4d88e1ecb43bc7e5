package sse.benchmarks.decoding;

import java.nio.ByteBuffer;
import java.util.Locale;
import sse.api.Event;

/**
 * Names the streams that every parser is measured with: as many events as fit into 1 MB, a million bytes. JMH gives
 * them as a parameter, by name.
 */
public enum StreamShape {

    /** Ticks with an id, a type and 61 characters of data. */
    small(61),

    /** Events with an id, a type and 1,024 characters of data. */
    json1k(1024),

    /** One event with an id, a type and all the data on one line. */
    large(StreamShape.MAX_BYTES - StreamShape.BYTES_AROUND_DATA);

    static final int MAX_BYTES = 1_000_000;

    /**
     * The length of {@code event: tick}, {@code id: 8f2c-000042}, {@code data: } and the blank line, with their line
     * feeds.
     */
    private static final int BYTES_AROUND_DATA = 36;

    private static final String DATA = "{\"symbol\":\"ACME\",\"bid\":1101.25,\"ask\":1101.27,\"at\":1732266000}";

    private final int dataLength;

    StreamShape(int dataLength) {
        this.dataLength = dataLength;
    }

    private int events() {
        return MAX_BYTES / (BYTES_AROUND_DATA + dataLength);
    }

    /** What a parser must find in the stream. */
    ParsedCount expected() {
        return new ParsedCount(events(), (long) events() * dataLength);
    }

    /** The stream, encoded. */
    byte[] bytes() {
        var bytes = new byte[events() * (BYTES_AROUND_DATA + dataLength)];
        var target = ByteBuffer.wrap(bytes);
        String data = DATA.repeat(dataLength / DATA.length() + 1).substring(0, dataLength);
        for (int n = 1; n <= events(); n++) {
            String id = String.format(Locale.ROOT, "8f2c-%06d", n);
            Event.builder().id(id).type("tick").data(data).build().writeTo(target);
        }
        return bytes;
    }
}
