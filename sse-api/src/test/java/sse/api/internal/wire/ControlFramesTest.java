package sse.api.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sse.api.CommentStyle;
import sse.api.ResumePointPolicy;
import sse.api.StreamOptions;
import sse.api.spi.Frame;

class ControlFramesTest {
    private static final StreamOptions DEFAULTS = StreamOptions.defaults();
    private static final StreamOptions.Builder BLOCKS =
            StreamOptions.builder().firstComment(CommentStyle.BLOCK).heartbeatStyle(CommentStyle.BLOCK);

    @Test
    void endsNoLineWithBlankLineByDefault() {
        ControlFrames frames = new ControlFrames(DEFAULTS, true);

        assertThat(text(frames.prelude())).isEqualTo(":\nretry: 3000\n");
        assertThat(text(frames.heartbeat())).isEqualTo(":\n");
        assertThat(text(frames.retry(Duration.ofMillis(7)))).isEqualTo("retry: 7\n");
    }

    @Test
    void endsEachWithBlankLineIfConfigured() {
        ControlFrames frames = new ControlFrames(BLOCKS.build(), true);

        assertThat(text(frames.prelude())).isEqualTo(":\nretry: 3000\n\n");
        assertThat(text(frames.heartbeat())).isEqualTo(":\n\n");
        assertThat(text(frames.retry(Duration.ofMillis(7)))).isEqualTo("retry: 7\n\n");
    }

    @Test
    void roundsRetryUp() {
        StreamOptions options =
                StreamOptions.builder().retry(Duration.ofNanos(1_000_001)).build();

        assertThat(text(new ControlFrames(options, false).prelude())).isEqualTo(":\nretry: 2\n");
    }

    @Test
    void hasNoPreludeIfBothAreOff() {
        StreamOptions options =
                StreamOptions.builder().noFirstComment().noRetry().build();

        assertThat(new ControlFrames(options, true).prelude()).isEmpty();
    }

    @Test
    void hasResumePointsByPolicy() {
        String expected = "event: resume-point\nid: 5\ndata: \n\n";
        StreamOptions all =
                DEFAULTS.toBuilder().resumePoints(ResumePointPolicy.ALWAYS).build();
        StreamOptions none =
                DEFAULTS.toBuilder().resumePoints(ResumePointPolicy.NEVER).build();

        assertThat(text(new ControlFrames(DEFAULTS, true).resumePoint("5"))).isEqualTo(expected);
        assertThat(new ControlFrames(DEFAULTS, false).resumePoint("5")).isEmpty();
        assertThat(text(new ControlFrames(all, false).resumePoint("5"))).isEqualTo(expected);
        assertThat(new ControlFrames(none, true).resumePoint("5")).isEmpty();
    }

    private static String text(Optional<Frame> frame) {
        return text(frame.orElseThrow());
    }

    private static String text(Frame frame) {
        return StandardCharsets.UTF_8.decode(frame.asByteBuffer()).toString();
    }
}
