package sse.benchmarks.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompletionTest {
    @Test
    void acknowledgesAtTheLastSubscriber() {
        Completion completion = new Completion(3);

        assertThat(completion.advance(0, 1)).isZero();
        assertThat(completion.advance(2, 1)).isZero();
        assertThat(completion.advance(1, 1)).isEqualTo(1);
        assertThat(completion.completed()).isEqualTo(1);
    }

    @Test
    void acknowledgesWhatTheSlowestHasReached() {
        Completion completion = new Completion(2);
        completion.advance(0, 4);

        assertThat(completion.advance(1, 3)).isEqualTo(3);
        assertThat(completion.advance(1, 4)).isEqualTo(1);
    }

    @Test
    void countsOutstandingPublications() {
        Completion completion = new Completion(3);
        completion.advance(0, 4);
        completion.advance(1, 1);

        assertThat(completion.outstanding(4)).isEqualTo(0 + 3 + 4);
    }

    @Test
    void acknowledgesOnceInAnyOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] last = new long[7];
        Completion completion = new Completion(last.length);
        long acks = 0;
        for (int i = 0; i < 10_000; i++) {
            int subscriber = random.nextInt(last.length);
            last[subscriber] += random.nextInt(4);
            acks += completion.advance(subscriber, last[subscriber]);
            assertThat(acks)
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(Arrays.stream(last).min().orElseThrow());
        }
    }
}
