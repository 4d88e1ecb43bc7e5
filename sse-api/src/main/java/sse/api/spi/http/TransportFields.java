package sse.api.spi.http;

import java.util.Locale;
import java.util.Set;

/**
 * The fields of a response that belong to the transport: {@code Date}, {@code Content-Length}, {@code Connection},
 * {@code Transfer-Encoding} and {@code Keep-Alive}. A transport sets them itself and leaves out those of a
 * {@link sse.api.Response} or of a stream's head.
 */
public final class TransportFields {
    private static final Set<String> NAMES =
            Set.of("date", "content-length", "connection", "transfer-encoding", "keep-alive");

    private TransportFields() {}

    /**
     * Returns true if a field belongs to the transport.
     *
     * @param name the name of the field, in any case
     * @return true if the application cannot set it
     */
    public static boolean contains(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
