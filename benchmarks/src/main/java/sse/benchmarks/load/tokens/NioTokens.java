package sse.benchmarks.load.tokens;

/** This library on {@code sse-nio}. */
public final class NioTokens extends ReplyTokens {
    /**
     * Makes the server; it is not started.
     *
     * @param model produces the tokens
     */
    public NioTokens(TokenModel model) {
        super(builder -> builder.transport("nio"), model);
    }
}
