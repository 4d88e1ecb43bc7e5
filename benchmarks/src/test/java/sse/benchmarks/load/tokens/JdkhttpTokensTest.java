package sse.benchmarks.load.tokens;

class JdkhttpTokensTest extends TokenServerContract {
    @Override
    TokenServer newServer(TokenModel model) {
        return new JdkhttpTokens(model);
    }
}
