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

    @Test
    void sharesHeadersOfEqualLines() {
        Headers first = Headers.builder().add("Host", "a").add("Accept", "b").build();

        assertThat(Headers.builder().add("Host", "a").add("Accept", "b").build())
                .isSameAs(first);
        assertThat(Headers.builder().add("Accept", "b").add("Host", "a").build())
                .isNotEqualTo(first);
        assertThat(Headers.of("Host", "a")).isNotEqualTo(first);
    }

    @Test
    void doesNotShareHeadersWithCredentials() {
        for (String name : new String[] {"Cookie", "set-cookie", "Authorization", "Proxy-Authorization"}) {
            Headers first = Headers.builder().add("Host", "a").add(name, "b").build();

            assertThat(Headers.empty().toBuilder().addAll(first).build())
                    .isEqualTo(first)
                    .isNotSameAs(first);
        }
    }

    @Test
    void doesNotShareHeadersWithLongLine() {
        Headers first = Headers.of("A", "x".repeat(191));

        assertThat(first.toBuilder().build()).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void sharesHeadersUpTo32Lines() {
        Headers.Builder builder = Headers.builder();
        for (int i = 0; i < 32; i++) {
            builder.add("X-Line", "" + i);
        }
        Headers first = builder.build();

        assertThat(builder.build()).isSameAs(first);
        assertThat(builder.add("X-Line", "32").build())
                .isEqualTo(builder.build())
                .isNotSameAs(builder.build());
    }

    private static byte[] line(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
