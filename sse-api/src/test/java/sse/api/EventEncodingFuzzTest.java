package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import sse.api.spi.Frame;

/** In a seed, a backslash and another character end each of the three texts before the data. */
class EventEncodingFuzzTest {

    /** Decodes to what was given, with LF for each line end and U+FFFD for each unpaired surrogate. */
    @FuzzTest
    void keepsFramingForAnyInput(FuzzedDataProvider input) {
        String comment = input.consumeString(20);
        String type = input.consumeString(20);
        String id = input.consumeString(20);
        String data = input.consumeRemainingAsString();
        if (isRefused(type, id)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> event(comment, type, id, data))
                    .withMessageMatching("(?s)(id|type) must not .*: \".*\"");
            return;
        }

        var log = new DecodingLog();
        log.decode(Frame.of(event(comment, type, id, data)).asByteBuffer());

        List<String> expected = new ArrayList<>();
        for (String line : received(comment).split("\n", -1)) {
            expected.add("comment " + line);
        }
        expected.add(
                "event " + (type.isEmpty() ? "message" : received(type)) + "|" + received(data) + "|" + received(id));
        assertThat(log.entries).isEqualTo(expected);
    }

    private static Event event(String comment, String type, String id, String data) {
        return Event.builder().comment(comment).type(type).id(id).data(data).build();
    }

    private static boolean isRefused(String type, String id) {
        return type.matches("(?s).*[\r\n].*") || id.matches("(?s).*[\r\n\0].*") || !id.equals(id.trim());
    }

    private static String received(String text) {
        return text.replaceAll("\r\n?", "\n").replaceAll("\\p{Cs}", "\uFFFD");
    }
}
