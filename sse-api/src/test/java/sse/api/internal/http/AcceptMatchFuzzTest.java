package sse.api.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sse.api.Headers;

class AcceptMatchFuzzTest {
    /** Reads a field as RFC 9110 section 12.5.1 says it: in any order, in one field or several. */
    @FuzzTest
    void agreesWithAPlainReading(byte[] field) {
        Headers headers;
        try {
            headers = Headers.of("Accept", new String(field, ISO_8859_1));
        } catch (IllegalArgumentException noFieldValue) {
            return;
        }
        List<String> ranges =
                Arrays.asList(headers.first("Accept").orElseThrow().split(",", -1));
        AcceptMatch expected = read(ranges);
        assertThat(AcceptMatch.of(headers)).isEqualTo(expected);

        Collections.reverse(ranges);
        assertThat(AcceptMatch.of(Headers.of("Accept", String.join(", ", ranges))))
                .isEqualTo(expected);
        Headers.Builder several = Headers.builder().add("Accept", "application/json");
        ranges.forEach(range -> several.add("Accept", range.strip()));
        assertThat(AcceptMatch.of(several.build())).isEqualTo(expected);
    }

    /** Looks for the most specific name that is there at all, and then whether one range of that name is wanted. */
    private static AcceptMatch read(List<String> ranges) {
        for (String name : List.of("text/event-stream", "text/*", "*/*")) {
            List<String> named = ranges.stream()
                    .filter(range -> range.split(";", 2)[0]
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .equals(name))
                    .toList();
            if (named.stream().anyMatch(AcceptMatchFuzzTest::isWanted)) {
                return name.endsWith("*") ? AcceptMatch.WILDCARD : AcceptMatch.EXPLICIT;
            }
            if (!named.isEmpty()) {
                return AcceptMatch.NONE;
            }
        }
        return AcceptMatch.NONE;
    }

    private static boolean isWanted(String range) {
        return Stream.of(range.split(";"))
                .skip(1)
                .map(String::strip)
                .filter(parameter -> parameter.matches("(?s)[qQ]=.*"))
                .findFirst()
                .map(weight -> weight.substring(2))
                .map(weight -> weight.matches("0\\.(?=.*[1-9])[0-9]{1,3}|1(\\.0{0,3})?"))
                .orElse(true);
    }
}
