package sse.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommonLinesTest {
    @Test
    void keepsOneOfEqualLines() {
        byte[] first = line("Accept:text/event-stream");
        byte[] kept = CommonLines.shared(first);
        assertThat(kept).isEqualTo(first);
        assertThat(CommonLines.shared(line("Accept:text/event-stream"))).isSameAs(kept);
    }

    @Test
    void keepsNoLongLines() {
        byte[] longest = line("A:" + "x".repeat(190));
        CommonLines.shared(longest);
        assertThat(CommonLines.shared(longest.clone())).isSameAs(longest);
        byte[] longer = line("A:" + "x".repeat(191));
        CommonLines.shared(longer);
        assertThat(CommonLines.shared(longer.clone())).isNotSameAs(longer);
    }

    @Test
    void isNotGivenWhatBelongsToOneClient() {
        Headers.builder().add("cookie", "a=b").add("Authorization", "Basic x").build();
        for (String text : new String[] {"cookie:a=b", "Authorization:Basic x"}) {
            byte[] line = line(text);
            assertThat(CommonLines.shared(line)).isSameAs(line);
        }
    }

    @Test
    void returnsAnEqualLineHoweverManyThereAre() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                byte[] line = line("X-Line:" + i);
                assertThat(CommonLines.shared(line)).isEqualTo(line);
            }
        }
    }

    private static byte[] line(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
