package sse.benchmarks.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameShapeTest {

    @Test
    void matchesItsName() {
        assertThat(FrameShape.token.data).hasSize(8);
        assertThat(FrameShape.small.data).hasSize(61);
        assertThat(FrameShape.json1k.data).hasSize(1024).doesNotContain("\n");
        assertThat(FrameShape.lines10.data.split("\n"))
                .hasSize(10)
                .allSatisfy(line -> assertThat(line).hasSize(60));
        assertThat(FrameShape.crlf.data).isEqualTo(FrameShape.lines10.data.replace("\n", "\r\n"));
        assertThat(FrameShape.utf8.data).hasSize(200);
        assertThat(FrameShape.utf8.data.chars()).allMatch(c -> c > 0x7F && c < Character.MIN_SURROGATE);
    }
}
