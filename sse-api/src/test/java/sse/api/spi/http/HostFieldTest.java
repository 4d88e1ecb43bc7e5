package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFieldTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "A.b-c_d~e",
                "!$&'()*+,;=",
                "a%C3%A9",
                "%20",
                "127.0.0.1",
                "a:",
                "a:0",
                "a:65534",
                "a:65535",
                "a:00080",
                "[::1]",
                "[2001:db8::1]",
                "[::1]:80",
                "[::1]:",
                "[v1.a:b]",
                "[a]"
            })
    void acceptsHosts(String value) {
        assertThat(HostField.isValid(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":80",
                ":",
                "a b",
                "a,b@c",
                "u@a",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "<a>",
                "http://a",
                "a:b",
                "a:-1",
                "a:+1",
                "a:65536",
                "a:000080",
                "a:999999",
                "a:4294967376",
                "a:80:80",
                "a: 80",
                "a:\u0660",
                "a%",
                "a%4",
                "a%zz",
                "a%4g",
                "\u00e9",
                "\u0141",
                "::1",
                "[",
                "[]",
                "[::1",
                "[::1]a",
                "[::1]:b",
                "[::1]:65536",
                "[::/1]",
                "[fe80::1%25en0]",
                "]"
            })
    void rejectsOtherTexts(String value) {
        assertThat(HostField.isValid(value)).isFalse();
    }
}
