package sse.api.internal.subscription;

import java.util.Locale;
import java.util.OptionalLong;
import sse.api.spi.history.Gap;
import sse.api.spi.history.Gap.Reason;

/**
 * Events that a client cannot have any more.
 *
 * @param events how many; empty if that is not known
 * @param reason why
 */
public record Loss(OptionalLong events, Reason reason) {
    /** Events of a number that is not known, for a reason that is not known either. */
    public static final Loss UNKNOWN = new Loss(OptionalLong.empty(), Reason.UNKNOWN);

    /** Creates a loss of events that a log has evicted, as many as are known; a negative number if none is known. */
    public static Loss trimmed(long events) {
        return new Loss(events < 0 ? OptionalLong.empty() : OptionalLong.of(events), Reason.TRIMMED);
    }

    /** Creates the loss that a gap of a hub's log is. */
    public static Loss of(Gap gap) {
        return new Loss(gap.lost(), gap.reason());
    }

    /** Returns both losses as one: of one topic and of another one. */
    Loss and(Loss other) {
        OptionalLong sum = events.isPresent() && other.events.isPresent()
                ? OptionalLong.of(events.getAsLong() + other.events.getAsLong())
                : OptionalLong.empty();
        return new Loss(sum, reason == other.reason ? reason : Reason.UNKNOWN);
    }

    /** Returns the data of a gap event. */
    String toJson() {
        String number = events.isPresent() ? Long.toString(events.getAsLong()) : "null";
        return "{\"lost\":" + number + ",\"reason\":\"" + reason.name().toLowerCase(Locale.ROOT) + "\"}";
    }
}
