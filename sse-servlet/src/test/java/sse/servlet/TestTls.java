package sse.servlet;

import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import sse.testkit.internal.tls.SelfSignedKeys;

/** A key for localhost and 127.0.0.1. */
final class TestTls {
    private static final KeyStore KEYS = SelfSignedKeys.of("localhost");
    private static final SSLContext CONTEXT = SelfSignedKeys.context(KEYS);

    private TestTls() {}

    /** Returns a context that has the key, and trusts only it. */
    static SSLContext context() {
        return CONTEXT;
    }

    /** Returns the key and the certificate. */
    static KeyStore keyStore() {
        return KEYS;
    }
}
