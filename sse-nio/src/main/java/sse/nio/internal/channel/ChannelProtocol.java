package sse.nio.internal.channel;

/** Creates the handlers of a loop's channels. Called on the loop. */
public interface ChannelProtocol {
    /**
     * Creates the handler of a new channel.
     *
     * @param channel the channel, which may be used already
     */
    ChannelHandler open(LoopChannel channel);

    /**
     * Creates the handler of a connection that was to begin with TLS and has begun otherwise. It answers in plain text
     * and closes.
     *
     * @param channel the connection without TLS; what has been read of it is lost
     */
    ChannelHandler refuse(LoopChannel channel);
}
