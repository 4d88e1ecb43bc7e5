package sse.benchmarks.load.tokens;

class WebfluxTokensTest extends TokenServerContract {
    @Override
    TokenServer newServer(TokenModel model) {
        return new WebfluxTokens(model);
    }
}
