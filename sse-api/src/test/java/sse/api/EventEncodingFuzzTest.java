package sse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import sse.api.spi.Frame;

class EventEncodingFuzzTest {

    @FuzzTest
    void keepsFramingForAnyInput(FuzzedDataProvider input) {
        Event event;
        try {
            event = Event.builder()
                    .comment(input.consumeString(20))
                    .type(input.consumeString(20))
                    .id(input.consumeString(20))
                    .data(input.consumeRemainingAsString())
                    .build();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).matches("(?s)(id|type) must not .*: \".*\".*");
            return;
        }

        var log = new DecodingLog();
        log.decode(Frame.of(event).asByteBuffer());

        String comment = event.comment().orElseThrow();
        for (String line : comment.split("\n", -1)) {
            assertThat(log.entries.remove(0)).isEqualTo("comment " + line);
        }
        assertThat(log.entries)
                .containsExactly("event " + event.type().orElse("message") + "|"
                        + event.data().orElseThrow() + "|" + event.id().orElseThrow());
    }
}
