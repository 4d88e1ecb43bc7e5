package sse.benchmarks.load.tokens;

class JavalinTokensTest extends TokenServerContract {
    @Override
    TokenServer newServer(TokenModel model) {
        return new JavalinTokens(model);
    }
}
