package sse.nio.internal.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import sse.api.Response;
import sse.api.spi.http.Persistence;
import sse.nio.internal.channel.ChannelHandler;
import sse.nio.internal.channel.LoopChannel;

/**
 * Answers a client that has not begun with TLS where it should have, such as a browser that was given {@code http://}
 * for {@code https://}, and closes the connection. Confined to the loop.
 */
final class PlaintextRefusal implements ChannelHandler {
    private static final Response ANSWER = Response.text("this port speaks HTTPS: use https:// in place of http://\n")
            .withStatus(400);

    private final LoopChannel channel;

    private PlaintextRefusal(LoopChannel channel) {
        this.channel = channel;
    }

    /** Sends the answer, whatever has come: the request may be incomplete. */
    static PlaintextRefusal send(Http1Protocol protocol, LoopChannel channel) {
        ByteBuffer shared = protocol.channels().output();
        ByteBuffer answer = protocol.responses().write(ANSWER, Persistence.CLOSE, false, shared);
        try {
            channel.send(answer);
            channel.linger();
        } catch (IOException gone) {
            channel.close();
        }
        return new PlaintextRefusal(channel);
    }

    @Override
    public void onReadable() {
        channel.read();
    }

    @Override
    public void onWritable() {
        channel.close();
    }

    @Override
    public void onTimeout() {
        channel.close();
    }

    @Override
    public void onDrain() {
        channel.close();
    }

    @Override
    public void onClosed() {
        // Nothing waits for it.
    }
}
