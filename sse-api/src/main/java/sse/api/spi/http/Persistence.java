package sse.api.spi.http;

/** What happens to a connection after a response (RFC 9112 section 9.3). */
public enum Persistence {
    /** It stays open, which is the default of HTTP/1.1. */
    KEEP_ALIVE(""),
    /** It stays open because an HTTP/1.0 client asked for it. */
    KEEP_ALIVE_HTTP10("keep-alive"),
    /** It is closed. */
    CLOSE("close");

    private final String connectionOption;

    Persistence(String connectionOption) {
        this.connectionOption = connectionOption;
    }

    /**
     * Returns the value of the {@code Connection} field that the response must carry.
     *
     * @return the value, or the empty text if the response needs no such field
     */
    public String connectionOption() {
        return connectionOption;
    }
}
