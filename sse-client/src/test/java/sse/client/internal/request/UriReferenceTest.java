package sse.client.internal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriReferenceTest {
    private static final URI BASE = URI.create("http://a/b/c/d;p?q");

    /** RFC 3986 section 5.4.1, without fragments. */
    @ParameterizedTest
    @CsvSource({
        "g, http://a/b/c/g",
        "./g, http://a/b/c/g",
        "g/, http://a/b/c/g/",
        "/g, http://a/g",
        "//g, http://g/",
        "?y, http://a/b/c/d;p?y",
        "g?y, http://a/b/c/g?y",
        "#s, http://a/b/c/d;p?q",
        "g#s, http://a/b/c/g",
        "g?y#s, http://a/b/c/g?y",
        ";x, http://a/b/c/;x",
        "g;x, http://a/b/c/g;x",
        "g;x?y#s, http://a/b/c/g;x?y",
        "'', http://a/b/c/d;p?q",
        "., http://a/b/c/",
        "./, http://a/b/c/",
        ".., http://a/b/",
        "../, http://a/b/",
        "../g, http://a/b/g",
        "../.., http://a/",
        "../../, http://a/",
        "../../g, http://a/g"
    })
    void resolvesNormalExamples(String reference, String expected) {
        assertThat(UriReference.resolve(BASE, reference)).hasToString(expected);
    }

    /** RFC 3986 section 5.4.2. */
    @ParameterizedTest
    @CsvSource({
        "../../../g, http://a/g",
        "../../../../g, http://a/g",
        "/./g, http://a/g",
        "/../g, http://a/g",
        "g., http://a/b/c/g.",
        ".g, http://a/b/c/.g",
        "g.., http://a/b/c/g..",
        "..g, http://a/b/c/..g",
        "./../g, http://a/b/g",
        "./g/., http://a/b/c/g/",
        "g/./h, http://a/b/c/g/h",
        "g/../h, http://a/b/c/h",
        "g;x=1/./y, http://a/b/c/g;x=1/y",
        "g;x=1/../y, http://a/b/c/y",
        "g?y/./x, http://a/b/c/g?y/./x",
        "g?y/../x, http://a/b/c/g?y/../x"
    })
    void resolvesAbnormalExamples(String reference, String expected) {
        assertThat(UriReference.resolve(BASE, reference)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://g:8443/a/../b?c=%2f, https://g:8443/b?c=%2f",
        "HTTP://g, HTTP://g/",
        "//user@[::1]:80/x, http://user@[::1]:80/x",
        "mailto:a@example.com, mailto:a@example.com",
        "' g ', http://a/b/c/g"
    })
    void keepsWhatReferenceHas(String reference, String expected) {
        assertThat(UriReference.resolve(BASE, reference)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"g, http://a/g", "?y, http://a/?y", "'', http://a/"})
    void beginsAtRootOfBaseWithoutPath(String reference, String expected) {
        assertThat(UriReference.resolve(URI.create("http://a"), reference)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/a b, http://a/a%20b",
        "/caf\u00c3\u00a9?q=\u00c3\u00bc, http://a/caf%C3%A9?q=%C3%BC",
        "/a|b?c={d}, http://a/a%7Cb?c=%7Bd%7D",
        "/a\\b, http://a/a%5Cb"
    })
    void escapesWhatNoUriHas(String reference, String expected) {
        assertThat(UriReference.resolve(BASE, reference)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[bad", "/%zz", "http:", ":"})
    void rejectsMalformedReferences(String reference) {
        assertThatThrownBy(() -> UriReference.resolve(BASE, reference)).isInstanceOf(IllegalArgumentException.class);
    }
}
