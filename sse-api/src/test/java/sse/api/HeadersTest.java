package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.spi.http.Quote;

class HeadersTest {
    private final Headers headers = Headers.builder()
            .add("Host", "a")
            .add("X-List", " one \t")
            .add("x-list", "two")
            .add("Empty", "")
            .build();

    @Test
    void findsNamesInAnyCase() {
        assertThat(headers.first("HOST")).contains("a");
        assertThat(headers.first("x-List")).contains("one");
        assertThat(headers.all("X-LIST")).containsExactly("one", "two");
        assertThat(headers.first("empty")).contains("");
        assertThat(headers.contains("empty")).isTrue();
    }

    @Test
    void findsOnlyWholeNames() {
        assertThat(headers.first("Hos")).isEmpty();
        assertThat(headers.first("Hosts")).isEmpty();
        assertThat(headers.first("X-Lis")).isEmpty();
        assertThat(headers.first("Host:a\nX-List")).isEmpty();
        assertThat(headers.all("none")).isEmpty();
        assertThat(Headers.empty().first("Host")).isEmpty();
    }

    @Test
    void keepsOrderAndSpelling() {
        List<String> seen = new ArrayList<>();
        headers.forEach((name, value) -> seen.add(name + "=" + value));
        assertThat(seen).containsExactly("Host=a", "X-List=one", "x-list=two", "Empty=");
    }

    @Test
    void keepsLatin1() {
        assertThat(Headers.of("A", "\u00E9\u00FF").first("a")).contains("\u00E9\u00FF");
    }

    @Test
    void equalsHeadersWithEqualFields() {
        assertThat(headers.toBuilder().build()).isEqualTo(headers).hasSameHashCodeAs(headers);
        assertThat(headers.toBuilder().add("B", "c").build()).isNotEqualTo(headers);
    }

    @Test
    void acceptsEveryTokenCharacter() {
        String name = "!#$%&'*+-.^_`|~09azAZ";
        assertThat(Headers.of(name, "v").first(name)).contains("v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\n", "é", "a\"", "(a)", "/", "@", "[", "{"})
    void rejectsNameThatIsNoToken(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.of(name, "v"))
                .withMessage("header name must be a token: " + Quote.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x", "a\nb", "a\0", "\u007F", "\u0100", "a\u0001"})
    void rejectsValueThatBreaksHead(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.of("A", value))
                .withMessage(
                        "value of header A must have no control character and none above U+00FF: " + Quote.of(value));
    }
}
