package sse.api.spi.http;

import java.util.Objects;

/**
 * The options of a request's {@code Connection} fields (RFC 9110 section 7.6.1) that decide whether the connection
 * persists. For use by one thread.
 */
public final class ConnectionOptions {
    private boolean close;
    private boolean keepAlive;

    /** Creates options as a request without a {@code Connection} field has them. */
    public ConnectionOptions() {}

    /**
     * Adds the options of one {@code Connection} field.
     *
     * @param value the value of the field, a list of options in any case; options without a meaning here are ignored
     */
    public void add(String value) {
        int start = 0;
        while (start <= value.length()) {
            int comma = value.indexOf(',', start);
            int end = comma < 0 ? value.length() : comma;
            String option = HttpSyntax.trim(value.substring(start, end));
            close |= option.equalsIgnoreCase("close");
            keepAlive |= option.equalsIgnoreCase("keep-alive");
            start = end + 1;
        }
    }

    /**
     * Returns what happens to the connection after the response, as far as the client decides it (RFC 9112 section
     * 9.3). {@code close} takes precedence over {@code keep-alive}.
     *
     * @param version the version of the request
     * @return the persistence
     */
    public Persistence persistence(HttpVersion version) {
        Objects.requireNonNull(version, "version");
        if (close) {
            return Persistence.CLOSE;
        }
        if (version == HttpVersion.HTTP_1_1) {
            return Persistence.KEEP_ALIVE;
        }
        return keepAlive ? Persistence.KEEP_ALIVE_HTTP10 : Persistence.CLOSE;
    }
}
