package sse.testkit.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a connection on a socket that does not block, with TLS or without. For use by one thread at a time. */
interface Wire {
    /**
     * Reads what has arrived.
     *
     * @return the number of bytes, zero if none has arrived, or -1 at the end
     */
    int read(ByteBuffer target) throws IOException;

    /** Writes as many bytes as the socket takes; some may be kept. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns true if bytes are kept that a write of nothing may send. */
    boolean hasUnsent();

    /** Announces the end of the output. */
    void endOutput() throws IOException;

    /** Announces that nothing follows, as far as that is possible at once. The caller closes the socket. */
    void close();
}
