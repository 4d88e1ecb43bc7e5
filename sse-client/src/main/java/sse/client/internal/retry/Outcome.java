package sse.client.internal.retry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.client.DisconnectReason;
import sse.client.ResponseHead;

/**
 * How an attempt or its connection ended. Immutable, never compared.
 *
 * @param response the head of the response, null if none arrived
 * @param body the first bytes of the content of a refusal
 * @param cause the exception, null if there was none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Outcome(
        DisconnectReason reason,
        @Nullable ResponseHead response,
        byte[] body,
        @Nullable Throwable cause) {
    private static final byte[] NO_BODY = {};

    /** Creates an outcome without a response that matters. */
    public static Outcome of(DisconnectReason reason, @Nullable Throwable cause) {
        return new Outcome(reason, null, NO_BODY, cause);
    }

    /** Creates the outcome of a response that is not an event stream. */
    public static Outcome refused(ResponseHead response, byte[] body) {
        return new Outcome(DisconnectReason.REFUSED, response, body, null);
    }

    /** Returns true if the program asked for it, so that its policy is not asked. */
    public boolean isRequested() {
        return reason == DisconnectReason.RECONNECT;
    }

    /** Returns true if it is no failure. */
    boolean isOrderly() {
        return reason == DisconnectReason.ENDED || reason == DisconnectReason.RECONNECT;
    }

    int status() {
        return response == null ? 0 : response.status();
    }

    boolean isUnauthorized() {
        return status() == 401 || status() == 403;
    }

    Optional<String> field(String name) {
        return response == null ? Optional.empty() : response.headers().firstValue(name);
    }
}
