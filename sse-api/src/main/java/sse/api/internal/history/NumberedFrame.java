package sse.api.internal.history;

import java.util.function.Function;
import sse.api.Event;
import sse.api.internal.access.EventAccess;
import sse.api.internal.access.FrameAccess;
import sse.api.internal.codec.EncodedEvent;
import sse.api.spi.Frame;

/**
 * An event that is encoded before its number is known, with an id for the number that is expected: so that under the
 * lock of a sequence only digits are written. For use by one thread.
 */
final class NumberedFrame {
    private static final EventAccess EVENTS = EventAccess.get();
    private static final Function<byte[], Frame> FRAMES = FrameAccess.get(Frame.class);

    private final Event event;
    private final String idPrefix;
    private final long expected;
    private final String expectedId;
    private final byte[] bytes;
    private final int idEnd;

    /** Encodes an event without an id. */
    NumberedFrame(Event event, String idPrefix, long expected) {
        this.event = event;
        this.idPrefix = idPrefix;
        this.expected = expected;
        expectedId = idPrefix + expected;
        EncodedEvent encoded = EVENTS.encoded(event.withId(expectedId));
        bytes = new byte[encoded.length()];
        encoded.writeTo(bytes, 0);
        idEnd = encoded.idEnd();
    }

    /** Returns the id with a number. */
    String idWithNumber(long number) {
        return number == expected ? expectedId : idPrefix + number;
    }

    /** Returns the frame with a number; encodes the event anew if the number has more digits than the expected one. */
    Frame withNumber(long number) {
        if (digits(number) != digits(expected)) {
            return Frame.of(event.withId(idPrefix + number));
        }
        if (number != expected) {
            int at = idEnd;
            for (long rest = number; rest > 0; rest /= 10) {
                bytes[--at] = (byte) ('0' + rest % 10);
            }
        }
        return FRAMES.apply(bytes);
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
