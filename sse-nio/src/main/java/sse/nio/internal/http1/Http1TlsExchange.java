package sse.nio.internal.http1;

import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import sse.nio.internal.channel.LoopChannel;

/** One request of a connection over TLS. The accessors may be called by any thread. */
final class Http1TlsExchange extends Http1Exchange {
    private final SSLSession session; // Immutable after construction.

    Http1TlsExchange(RequestHead head, byte[] body, LoopChannel channel, Http1Connection connection)
            throws IOException {
        super(head, body, channel, connection);
        session = channel.tlsSession().orElseThrow();
    }

    @Override
    public Optional<SSLSession> tlsSession() {
        return Optional.of(session);
    }

    /** Returns the subject of the certificate that the peer has shown, if it has. */
    @Override
    public Optional<Principal> principal() {
        try {
            return Optional.of(session.getPeerPrincipal());
        } catch (SSLPeerUnverifiedException withoutCertificate) {
            return Optional.empty();
        }
    }
}
