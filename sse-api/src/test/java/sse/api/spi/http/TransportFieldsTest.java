package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportFieldsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Date", "date", "CONTENT-LENGTH", "Connection", "Transfer-Encoding", "keep-alive"})
    void containsFieldsInAnyCase(String name) {
        assertThat(TransportFields.contains(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Type", "X-Date", "Content-Lengths", "Set-Cookie"})
    void containsNoOtherFields(String name) {
        assertThat(TransportFields.contains(name)).isFalse();
    }
}
