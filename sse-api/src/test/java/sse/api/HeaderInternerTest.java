package sse.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeaderInternerTest {
    @Test
    void sharesEqualLines() {
        byte[] first = line("Accept:text/event-stream");
        byte[] kept = HeaderInterner.intern(first);
        assertThat(kept).isEqualTo(first);
        assertThat(HeaderInterner.intern(line("Accept:text/event-stream"))).isSameAs(kept);
    }

    @Test
    void doesNotShareLongLines() {
        byte[] longest = line("A:" + "x".repeat(190));
        HeaderInterner.intern(longest);
        assertThat(HeaderInterner.intern(longest.clone())).isSameAs(longest);
        byte[] longer = line("A:" + "x".repeat(191));
        HeaderInterner.intern(longer);
        assertThat(HeaderInterner.intern(longer.clone())).isNotSameAs(longer);
    }

    @Test
    void doesNotShareCredentials() {
        Headers.builder().add("cookie", "a=b").add("Authorization", "Basic x").build();
        for (String text : new String[] {"cookie:a=b", "Authorization:Basic x"}) {
            byte[] line = line(text);
            assertThat(HeaderInterner.intern(line)).isSameAs(line);
        }
    }

    @Test
    void returnsEqualLineBeyondCapacity() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                byte[] line = line("X-Line:" + i);
                assertThat(HeaderInterner.intern(line)).isEqualTo(line);
            }
        }
    }

    private static byte[] line(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
