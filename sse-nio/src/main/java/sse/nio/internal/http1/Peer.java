package sse.nio.internal.http1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import sse.nio.internal.channel.LoopChannel;

/** The sender of a request: its address, and its TLS session if there is one. */
record Peer(InetSocketAddress address, Optional<SSLSession> tlsSession) {
    /**
     * Returns the peer of a channel.
     *
     * @throws IOException if the channel is closed
     */
    static Peer of(LoopChannel channel) throws IOException {
        return new Peer(channel.remoteAddress(), channel.tlsSession());
    }

    /** Returns the subject of the certificate that the peer has shown, if it has. */
    Optional<Principal> principal() {
        return tlsSession.flatMap(Peer::subjectOf);
    }

    private static Optional<Principal> subjectOf(SSLSession session) {
        try {
            return Optional.of(session.getPeerPrincipal());
        } catch (SSLPeerUnverifiedException withoutCertificate) {
            return Optional.empty();
        }
    }
}
