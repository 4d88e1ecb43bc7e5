package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpRejectionTest {
    @Test
    void hasStatusAndTextOfRule() {
        HttpRejection rejection = HttpRule.EXPECTATION_UNKNOWN.rejection();

        assertThat(rejection.rule()).isEqualTo(HttpRule.EXPECTATION_UNKNOWN);
        assertThat(rejection.status()).isEqualTo(417);
        assertThat(rejection).hasMessage("an expectation must be 100-continue");
        assertThat(rejection.text()).isEqualTo("an expectation must be 100-continue\n");
    }

    @ParameterizedTest
    @CsvSource({
        "METHOD_TOO_LONG, 501, the method must be at most 17 bytes",
        "REQUEST_LINE_TOO_LONG, 414, the request line must be at most 17 bytes",
        "HEADERS_TOO_LARGE, 431, the header fields must be at most 17 bytes",
        "TRAILERS_TOO_LARGE, 431, the trailer fields must be at most 17 bytes",
        "EXTENSIONS_TOO_LARGE, 400, the chunk extensions must be at most 17 bytes",
        "CONTENT_TOO_LARGE, 413, the content must be at most 17 bytes"
    })
    void namesLimit(HttpRule rule, int status, String message) {
        HttpRejection rejection = rule.rejection(17);

        assertThat(rejection.status()).isEqualTo(status);
        assertThat(rejection).hasMessage(message);
    }

    @ParameterizedTest
    @EnumSource
    void hasStatusWithReasonPhrase(HttpRule rule) {
        assertThat(rule.status()).isBetween(400, 599);
        assertThat(ReasonPhrase.of(rule.status())).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void hasOneLineOfVisibleAscii(HttpRule rule) {
        assertThat(rule.rejection(1).text()).matches("[ -~]+\n");
    }

    @Test
    void hasNoStackTrace() {
        HttpRejection rejection = HttpRule.HOST_MISSING.rejection();
        rejection.addSuppressed(new IllegalStateException());

        assertThat(rejection.getStackTrace()).isEmpty();
        assertThat(rejection.getSuppressed()).isEmpty();
    }
}
