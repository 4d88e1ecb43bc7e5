package sse.benchmarks.load.server;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import sse.jdkhttp.JdkHttpTransport;

/** This library on {@code sse-jdkhttp}, in TLS: on the JDK's {@code HttpsServer}. */
public final class JdkhttpTlsBroadcast extends TopicBroadcast {
    /** Makes the server and its key; it is not started. */
    public JdkhttpTlsBroadcast() throws IOException {
        this(TlsKey.context());
    }

    private JdkhttpTlsBroadcast(SSLContext context) {
        super(builder -> builder.transport(JdkHttpTransport.https(context)));
    }
}
