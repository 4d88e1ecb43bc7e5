package sse.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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

    @Test
    void sharesHeadersThatAreSentRepeatedly() {
        Headers first = headers("Host:a", "Accept:b");
        Headers second = headers("Host:a", "Accept:b");
        Headers third = headers("Host:a", "Accept:b");

        assertThat(second).isEqualTo(first).isNotSameAs(first);
        assertThat(third).isSameAs(second);
        assertThat(headers("Accept:b", "Host:a")).isNotEqualTo(first);
        assertThat(headers("Host:a")).isNotEqualTo(first);
    }

    @Test
    void doesNotShareHeadersWithCredentials() {
        for (String name : new String[] {"Cookie", "set-cookie", "Authorization", "Proxy-Authorization"}) {
            headers("Host:a", name + ":b");
            Headers second = headers("Host:a", name + ":b");

            assertThat(headers("Host:a", name + ":b")).isEqualTo(second).isNotSameAs(second);
            assertThat(second.toBuilder().build()).isEqualTo(second).isNotSameAs(second);
        }
    }

    @Test
    void doesNotShareHeadersWithLongLine() {
        String longLine = "A:" + "x".repeat(191);
        headers(longLine);
        Headers second = headers(longLine);

        assertThat(headers(longLine)).isEqualTo(second).isNotSameAs(second);
    }

    @Test
    void sharesHeadersUpTo32Lines() {
        String[] lines = new String[32];
        Arrays.fill(lines, "X-Line:0");
        headers(lines);
        assertThat(headers(lines)).isSameAs(headers(lines));

        String[] more = new String[33];
        Arrays.fill(more, "X-Line:0");
        assertThat(headers(more)).isEqualTo(headers(more)).isNotSameAs(headers(more));
    }

    private static Headers headers(String... lines) {
        Headers.Builder builder = Headers.builder();
        for (String line : lines) {
            int colon = line.indexOf(':');
            builder.add(line.substring(0, colon), line.substring(colon + 1));
        }
        return builder.build();
    }

    private static byte[] line(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
