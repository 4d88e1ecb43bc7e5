package sse.benchmarks.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void holdsBothNumbersAndPadding() {
        Payload payload = new Payload(40);

        assertThat(payload.of(17, 1_234_567_890_123L)).isEqualTo("0000000000000017 0000001234567890123,{\"s");
        assertThat(payload.of(3, Long.MAX_VALUE)).isEqualTo("0000000000000003 9223372036854775807,{\"s");
    }

    @Test
    void rejectsPayloadTooShortForItsNumbers() {
        assertThat(new Payload(36).of(1, 2)).hasSize(36);
        assertThatThrownBy(() -> new Payload(35))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("payload must be at least 36 bytes: 35");
    }
}
