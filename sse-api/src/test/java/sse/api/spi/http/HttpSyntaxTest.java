package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSyntaxTest {
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // Every value of a signed byte and of a character of ISO-8859-1, and some beyond.
    private static IntStream values() {
        return IntStream.rangeClosed(-128, 0x17F);
    }

    @Test
    void knowsCharactersOfTokens() {
        String expected = ALPHANUMERIC + "!#$%&'*+-.^_`|~";

        assertThat(values().filter(HttpSyntax::isTokenCharacter).sorted().toArray())
                .isEqualTo(expected.chars().sorted().toArray());
    }

    @Test
    void knowsCharactersOfRegisteredNames() {
        String expected = ALPHANUMERIC + "-._~!$&'()*+,;=";

        assertThat(values().filter(HttpSyntax::isRegisteredNameCharacter)
                        .sorted()
                        .toArray())
                .isEqualTo(expected.chars().sorted().toArray());
    }

    @Test
    void knowsControlCharactersOtherThanTab() {
        int[] expected = IntStream.concat(IntStream.range(0, ' ').filter(c -> c != '\t'), IntStream.of(0x7F))
                .toArray();

        assertThat(values().filter(HttpSyntax::isControl).toArray()).isEqualTo(expected);
    }

    @Test
    void knowsWhitespace() {
        assertThat(values().filter(HttpSyntax::isWhitespace).toArray()).containsExactly('\t', ' ');
    }

    @Test
    void knowsDigits() {
        assertThat(values().filter(HttpSyntax::isDigit).toArray())
                .isEqualTo("0123456789".chars().toArray());
    }

    @Test
    void knowsValuesOfHexadecimalDigits() {
        values().forEach(c -> {
            int expected = c >= 0 && c < 128 ? Character.digit(c, 16) : -1;

            assertThat(HttpSyntax.hexDigit(c)).as("character %d", c).isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "GET", "M-SEARCH", "Last-Event-ID", "!#$%&'*+-.^_`|~09azAZ"})
    void acceptsTokens(String text) {
        assertThat(HttpSyntax.isToken(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a ", "a:", "\"a\"", "(a)", "a@b", "a/b", "\u00e9", "a\u0000", "\u0141"})
    void rejectsTextsThatAreNoTokens(String text) {
        assertThat(HttpSyntax.isToken(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "*", "a:443", "http://a/b?c", "/{|}^`\"", "!", "~"})
    void acceptsTargets(String text) {
        assertThat(HttpSyntax.isTarget(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/#", "/a b", "/\t", "/\u0000", "/\u007f", "/\u0080", "/\u00fc", "/\u0141"})
    void rejectsTextsThatAreNoTargets(String text) {
        assertThat(HttpSyntax.isTarget(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", " a\tb ", "\u0080\u00ff", "!\"#~"})
    void acceptsFieldValues(String text) {
        assertThat(HttpSyntax.isFieldValue(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\rb", "a\nb", "\u001b", "\u007f", "\u0100", "\u20ac"})
    void rejectsTextsThatAreNoFieldValues(String text) {
        assertThat(HttpSyntax.isFieldValue(text)).isFalse();
    }

    @Test
    void trimsSpacesAndTabsOnly() {
        assertThat(HttpSyntax.trim(" \t a \t b\t ")).isEqualTo("a \t b");
        assertThat(HttpSyntax.trim("\u00a0a\u000b")).isEqualTo("\u00a0a\u000b");
        assertThat(HttpSyntax.trim(" \t")).isEmpty();
        assertThat(HttpSyntax.trim("")).isEmpty();
    }
}
