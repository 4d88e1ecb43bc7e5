package sse.benchmarks.load.tokens;

class HelidonTokensTest extends TokenServerContract {
    @Override
    TokenServer newServer(TokenModel model) {
        return new HelidonTokens(model);
    }
}
