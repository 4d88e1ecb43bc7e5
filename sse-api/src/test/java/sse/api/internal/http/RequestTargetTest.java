package sse.api.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    @Test
    void takesOriginFormApart() {
        assertThat(RequestTarget.parse("/")).contains(new RequestTarget(List.of(""), ""));
        assertThat(RequestTarget.parse("/a/b?x=1?y")).contains(new RequestTarget(List.of("a", "b"), "x=1?y"));
        assertThat(RequestTarget.parse("/a/")).contains(new RequestTarget(List.of("a", ""), ""));
        assertThat(RequestTarget.parse("//a")).contains(new RequestTarget(List.of("", "a"), ""));
        assertThat(RequestTarget.parse("/?")).contains(new RequestTarget(List.of(""), ""));
        assertThat(RequestTarget.parse("/a?b/c")).contains(new RequestTarget(List.of("a"), "b/c"));
    }

    @Test
    void takesAbsoluteFormApart() {
        assertThat(RequestTarget.parse("http://host:80/a?b")).contains(new RequestTarget(List.of("a"), "b"));
        assertThat(RequestTarget.parse("HTTPS://host")).contains(new RequestTarget(List.of(""), ""));
        assertThat(RequestTarget.parse("http://host?q")).contains(new RequestTarget(List.of(""), "q"));
    }

    @Test
    void decodesEachSegmentAfterSplitting() {
        assertThat(RequestTarget.parse("/caf%C3%A9/a%2Fb%20c%25"))
                .contains(new RequestTarget(List.of("café", "a/b c%"), ""));
        assertThat(RequestTarget.parse("/a+b")).contains(new RequestTarget(List.of("a+b"), ""));
        // What a client sends without encoding arrives as ISO-8859-1, one character a byte.
        assertThat(RequestTarget.parse("/caf\u00C3\u00A9")).contains(new RequestTarget(List.of("café"), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "a",
                "host:80",
                "http://",
                "http:///a",
                "ftp://host/a",
                "/%",
                "/%4",
                "/%zz",
                "/%C3",
                "/%ED%A0%80",
                "/%00",
                "/%C0%80",
                "/\u00FF",
                "/%+1",
                "/%\u0661\u0661"
            })
    void refusesWhatIsNoTarget(String target) {
        assertThat(RequestTarget.parse(target)).isEmpty();
    }

    @Test
    void joinsThePathAgain() {
        assertThat(RequestTarget.parse("/a%2Fb//c").orElseThrow().path()).isEqualTo("/a/b//c");
        assertThat(RequestTarget.parse("/").orElseThrow().path()).isEqualTo("/");
    }
}
