package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonPhraseTest {
    @ParameterizedTest
    @CsvSource({
        "200, OK",
        "204, No Content",
        "302, Found",
        "405, Method Not Allowed",
        "413, Content Too Large",
        "431, Request Header Fields Too Large",
        "503, Service Unavailable",
        "505, HTTP Version Not Supported"
    })
    void namesStatus(int status, String phrase) {
        assertThat(ReasonPhrase.of(status)).isEqualTo(phrase);
    }

    @ParameterizedTest
    @CsvSource({"0", "100", "199", "299", "399", "418", "499", "599", "600"})
    void isEmptyForOtherStatuses(int status) {
        assertThat(ReasonPhrase.of(status)).isEmpty();
    }

    @Test
    void hasPhrasesOfVisibleAscii() {
        IntStream.range(0, 1000)
                .forEach(status -> assertThat(ReasonPhrase.of(status)).matches("[ -~]*"));
    }
}
