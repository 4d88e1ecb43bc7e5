package sse.client.internal.request;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import sse.client.ConnectAttempt;

/**
 * A header field that the program has configured.
 *
 * @param name its name
 * @param value returns its value, called at each attempt
 * @param computed true if the value may differ from attempt to attempt
 */
public record HeaderField(String name, Function<ConnectAttempt, String> value, boolean computed) {
    /** Fields that hold no credentials, so that another origin may receive them. */
    private static final Set<String> PUBLIC =
            Set.of("accept", "accept-encoding", "accept-language", "cache-control", "content-type", "user-agent");

    /** Returns true if the field is sent only to the origin of the source's URI. */
    boolean isPrivate() {
        return !PUBLIC.contains(name.toLowerCase(Locale.ROOT));
    }
}
