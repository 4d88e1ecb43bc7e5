package sse.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.benchmarks.load.tokens.TokenModel;
import sse.benchmarks.load.tokens.TokenServer;
import sse.benchmarks.load.tokens.TokenServers;

@Timeout(60)
class AskersTest {
    private static final int TOKENS = 5;
    private static final int PAYLOAD_BYTES = 40;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp", "javalin"})
    void asksOverAndOver(String name) throws Exception {
        try (TokenModel model = new TokenModel(TOKENS, 1, PAYLOAD_BYTES);
                TokenServer server = TokenServers.create(name, model);
                ClientLoop<Askers> loop = new ClientLoop<>(new Askers())) {
            AskerCommands commands = new AskerCommands(loop);
            commands.answer("ask", Integer.toString(server.start()), "3", "5", "40", "1");
            String report = await(commands, line -> value(line, "answers") >= 12);
            assertThat(commands.answer("ask-finish")).contains("outstanding=0");

            assertThat(value(report, "deliveries")).isGreaterThanOrEqualTo(12 * TOKENS);
            assertThat(value(report, "missing")).isZero();
            assertThat(value(report, "duplicated")).isZero();
            assertThat(value(report, "ended")).isZero();
            assertThat(value(report, "first50")).isPositive();
        }
    }

    @Test
    void countsAnswersThatAreCutOff() throws Exception {
        try (TokenModel model = new TokenModel(TOKENS - 1, 1, PAYLOAD_BYTES);
                TokenServer server = TokenServers.create("nio", model);
                ClientLoop<Askers> loop = new ClientLoop<>(new Askers())) {
            AskerCommands commands = new AskerCommands(loop);
            commands.answer("ask", Integer.toString(server.start()), "1", "5", "40", "1");
            String report = await(commands, line -> value(line, "ended") > 0);

            assertThat(report).endsWith("failure=answer_must_have_5_tokens:_4");
        }
    }

    private static String await(AskerCommands commands, Predicate<String> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            String report = commands.answer("ask-report").orElseThrow();
            if (condition.test(report)) {
                return report;
            }
            assertThat(deadline - System.nanoTime()).as(report).isPositive();
            Thread.onSpinWait();
        }
    }

    private static long value(String report, String name) {
        String from = (" " + report).split(" " + name + "=", 2)[1];
        return Long.parseLong(from.split(" ", 2)[0]);
    }
}
