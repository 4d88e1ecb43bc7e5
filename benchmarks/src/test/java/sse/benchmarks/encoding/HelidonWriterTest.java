package sse.benchmarks.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelidonWriterTest {

    @ParameterizedTest
    @EnumSource(names = "token", mode = EnumSource.Mode.EXCLUDE)
    void decodesToTheEvent(FrameShape shape) throws Exception {
        var writer = new HelidonWriter(shape);
        assertThat(SentEvent.decode(writer.frame())).containsExactly(SentEvent.of(shape));
        assertThat(writer.frame()).hasSize(writer.write());
    }

    @Test
    void losesLeadingSpaceWithoutSpaceAfterColon() throws Exception {
        byte[] frame = new HelidonWriter(FrameShape.token).frame();
        assertThat(frame).asString().isEqualTo("data: stream.\n\n");
        assertThat(SentEvent.decode(frame))
                .containsExactly(SentEvent.of(FrameShape.token).withData("stream."));
    }
}
