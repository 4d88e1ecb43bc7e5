package sse.nio;

/** What becomes of a connection after a response (RFC 9112 section 9.3), and how the response says so. */
enum Persistence {
    /** It stays open, as is usual in HTTP/1.1. */
    KEEP(""),
    /** It stays open because an HTTP/1.0 client asked for it. */
    KEEP_AS_ASKED("Connection: keep-alive\r\n"),
    /** It ends. */
    CLOSE("Connection: close\r\n");

    private final String field;

    Persistence(String field) {
        this.field = field;
    }

    /** Returns the header line that says it, with its line end, or the empty text. */
    String field() {
        return field;
    }
}
