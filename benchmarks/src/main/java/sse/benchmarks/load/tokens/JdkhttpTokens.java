package sse.benchmarks.load.tokens;

/** This library on {@code sse-jdkhttp}. */
public final class JdkhttpTokens extends ReplyTokens {
    /**
     * Makes the server; it is not started.
     *
     * @param model produces the tokens
     */
    public JdkhttpTokens(TokenModel model) {
        super(builder -> builder.transport("jdkhttp"), model);
    }
}
