package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuoteTest {
    @Test
    void keepsSurrogatePairsWhole() {
        String before = "x".repeat(79);
        assertThat(Quote.of(before + "\ud83d\ude00y")).isEqualTo("\"" + before + "\"... (82 characters)");
        assertThat(Quote.of(before + "yz")).isEqualTo("\"" + before + "y\"... (81 characters)");
    }

    @Test
    void escapesQuotesAndControlCharacters() {
        assertThat(Quote.of("\"\\\t\r\n\0\u007f\u0085\u00e9"))
                .isEqualTo("\"\\\"\\\\\\t\\r\\n\\u0000\\u007f\\u0085\u00e9\"");
    }
}
