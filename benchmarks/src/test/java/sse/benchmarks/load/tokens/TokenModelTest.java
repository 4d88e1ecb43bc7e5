package sse.benchmarks.load.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TokenModelTest {
    private final TokenModel model = new TokenModel(3, 2, 36);

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void numbersTokensFromOne() {
        List<String> numbers = new ArrayList<>();
        for (String token : model.generate("why?")) {
            numbers.add(token.substring(0, 16));
        }

        assertThat(numbers).containsExactly("0000000000000001", "0000000000000002", "0000000000000003");
    }

    @Test
    void stopsAnswersThatAreNotWanted() throws InterruptedException {
        AtomicInteger tokens = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(1);
        model.generate("why?", new TokenListener() {
            @Override
            public boolean onToken(String token) {
                tokens.incrementAndGet();
                return false;
            }

            @Override
            public void onEnd() {
                tokens.set(-1);
            }
        });
        model.generate("and then?", new TokenListener() {
            @Override
            public boolean onToken(String token) {
                return true;
            }

            @Override
            public void onEnd() {
                later.countDown();
            }
        });

        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(tokens).hasValue(1);
    }

    @Test
    void rejectsEmptyPrompts() {
        assertThatThrownBy(() -> model.generate(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompt must not be empty");
    }
}
