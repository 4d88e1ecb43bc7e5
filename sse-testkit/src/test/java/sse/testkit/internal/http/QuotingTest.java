package sse.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotingTest {
    @Test
    void cutsNoCharacterInTwo() {
        String before = "x".repeat(79);
        assertThat(Quoting.quoted(before + "\ud83d\ude00y")).isEqualTo("\"" + before + "\"... (82 characters)");
        assertThat(Quoting.quoted(before + "yz")).isEqualTo("\"" + before + "y\"... (81 characters)");
    }
}
