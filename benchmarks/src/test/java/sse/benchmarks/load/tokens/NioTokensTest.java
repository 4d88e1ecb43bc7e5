package sse.benchmarks.load.tokens;

class NioTokensTest extends TokenServerContract {
    @Override
    TokenServer newServer(TokenModel model) {
        return new NioTokens(model);
    }
}
