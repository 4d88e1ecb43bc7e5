package sse.benchmarks.load.server;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;

/** {@link NettyBroadcast} in TLS, with the JDK's engine: Netty's other one needs a native library beside it. */
public final class NettyTlsBroadcast extends NettyBroadcast {
    private final SslContext context;

    /** Makes a server, with a new key, that does not listen yet. */
    public NettyTlsBroadcast() throws IOException {
        context = SslContextBuilder.forServer(TlsKey.keys())
                .sslProvider(SslProvider.JDK)
                .build();
    }

    @Override
    void encrypt(SocketChannel channel) {
        channel.pipeline().addLast(context.newHandler(channel.alloc()));
    }
}
