package sse.jdkhttp;

import javax.net.ssl.SSLContext;
import sse.testkit.internal.tls.SelfSignedKeys;

/** A key for localhost. */
final class TestTls {
    private static final SSLContext CONTEXT = SelfSignedKeys.context(SelfSignedKeys.of("localhost"));

    private TestTls() {}

    /** Returns a context that has the key, and trusts only it. */
    static SSLContext context() {
        return CONTEXT;
    }
}
