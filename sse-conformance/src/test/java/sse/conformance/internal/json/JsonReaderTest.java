package sse.conformance.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void readsEveryKindOfValue() {
        assertThat(JsonReader.read(" {\"a\" : [1, -2.5e3, true, false, null, \"\", {}, []]}\n"))
                .isEqualTo(Map.of(
                        "a",
                        List.of(
                                new BigDecimal(1),
                                new BigDecimal("-2.5e3"),
                                true,
                                false,
                                JsonNull.INSTANCE,
                                "",
                                Map.of(),
                                List.of())));
    }

    @Test
    void readsEscapes() {
        assertThat(JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\""))
                .isEqualTo("\"\\/\b\f\n\r\t\u00E9\uD83D");
    }

    @Test
    void readsWhatIsQuoted() {
        StringBuilder text = new StringBuilder();
        for (char c = 0; c < 0x200; c++) {
            text.append(c);
        }
        text.append("\u2028\uFEFF\uDE00\uD83D");

        String quoted = JsonText.quote(text.toString());

        assertThat(quoted).matches("[ -~]*");
        assertThat(JsonReader.read(quoted)).isEqualTo(text.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "01",
                "1.",
                "+1",
                ".5",
                "1e",
                "nul",
                "tru",
                "\"",
                "\"\\x\"",
                "\"\\u00g0\"",
                "\"\n\"",
                "1 2",
                "'a'",
                "NaN",
                "-"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("JSON must ")
                .hasMessageMatching("(?s).*: at character [0-9]+");
    }

    @Test
    void refusesDeepNesting() {
        assertThat(JsonReader.read("[".repeat(100) + "]".repeat(100))).isInstanceOf(List.class);
        assertThatThrownBy(() -> JsonReader.read("[".repeat(101) + "]".repeat(101)))
                .hasMessage("JSON must be nested at most 100 deep: at character 101");
    }
}
