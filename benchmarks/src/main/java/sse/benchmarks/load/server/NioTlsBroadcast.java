package sse.benchmarks.load.server;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import sse.nio.NioTransport;

/** This library on {@code sse-nio}, in TLS. */
public final class NioTlsBroadcast extends TopicBroadcast {
    /** Makes the server and its key; it is not started. */
    public NioTlsBroadcast() throws IOException {
        this(TlsKey.context());
    }

    private NioTlsBroadcast(SSLContext context) {
        super(builder -> builder.transport(NioTransport.https(context)));
    }
}
