package sse.benchmarks.load.tokens;

/** Receives the tokens of one answer, on the thread of the model, so it must not block. */
public interface TokenListener {
    /**
     * Receives a token.
     *
     * @param token one line of ASCII
     * @return false if the answer is not wanted any more: then nothing follows
     */
    boolean onToken(String token);

    /** Is called after the last token. */
    void onEnd();
}
