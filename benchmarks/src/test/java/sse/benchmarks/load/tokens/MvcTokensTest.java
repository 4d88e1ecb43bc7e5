package sse.benchmarks.load.tokens;

import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Spring's virtual threads need JDK 21")
class MvcTokensTest extends TokenServerContract {
    @Override
    TokenServer newServer(TokenModel model) {
        return new MvcTokens(model);
    }
}
