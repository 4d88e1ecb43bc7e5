package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageFramingTest {
    /** Examines fields that are separated by vertical bars. */
    private static MessageFraming framing(HttpVersion version, String fields) throws HttpRejection {
        MessageFraming framing = new MessageFraming();
        for (String field : fields.split("\\|")) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                framing.add(HttpSyntax.trim(field.substring(0, colon)), HttpSyntax.trim(field.substring(colon + 1)));
            }
        }
        framing.complete(version);
        return framing;
    }

    private static HttpRule ruleOf(HttpVersion version, String fields) {
        HttpRejection rejection = catchThrowableOfType(HttpRejection.class, () -> framing(version, fields));
        assertThat(rejection).as(fields).isNotNull();
        return rejection.rule();
    }

    @Nested
    class Rejected {
        @ParameterizedTest
        @CsvSource({
            "HOST_MISSING, X: y",
            "HOST_REPEATED, Host: a | hOST: a",
            "HOST_MALFORMED, Host: a b",
            "HOST_MALFORMED, Host:",
            "CONTENT_LENGTH_REPEATED, Host: a | Content-Length: 3 | content-length: 3",
            "CONTENT_LENGTH_MALFORMED, Host: a | Content-Length:",
            "CONTENT_LENGTH_MALFORMED, Host: a | Content-Length: +3",
            "CONTENT_LENGTH_MALFORMED, Host: a | Content-Length: -3",
            "CONTENT_LENGTH_MALFORMED, 'Host: a | Content-Length: 3, 3'",
            "CONTENT_LENGTH_MALFORMED, Host: a | Content-Length: 0x3",
            "CONTENT_LENGTH_MALFORMED, Host: a | Content-Length: \u0663",
            "TRANSFER_ENCODING_MALFORMED, Host: a | Transfer-Encoding:",
            "TRANSFER_ENCODING_MALFORMED, 'Host: a | Transfer-Encoding: , ,'",
            "TRANSFER_ENCODING_MALFORMED, Host: a | Transfer-Encoding: chunked;a=b",
            "TRANSFER_ENCODING_MALFORMED, 'Host: a | Transfer-Encoding: \"chunked\"'",
            "TRANSFER_ENCODING_MALFORMED, Host: a | Transfer-Encoding: chunked\u00a0",
            "TRANSFER_ENCODING_WITH_LENGTH, Host: a | Transfer-Encoding: chunked | Content-Length: 0",
            "TRANSFER_ENCODING_WITH_LENGTH, Host: a | Content-Length: 3 | Transfer-Encoding: gzip",
            "CHUNKED_NOT_LAST, 'Host: a | Transfer-Encoding: chunked, chunked'",
            "CHUNKED_NOT_LAST, Host: a | Transfer-Encoding: chunked | Transfer-Encoding: identity",
            "TRANSFER_CODING_UNKNOWN, 'Host: a | Transfer-Encoding: gzip, chunked'",
            "TRANSFER_CODING_UNKNOWN, Host: a | Transfer-Encoding: xchunked",
            "EXPECTATION_UNKNOWN, Host: a | Expect: 200-ok",
            "EXPECTATION_UNKNOWN, 'Host: a | Expect: 100-continue, b'",
            "EXPECTATION_UNKNOWN, Host: a | Expect:"
        })
        void inHttp11(HttpRule rule, String fields) {
            assertThat(ruleOf(HttpVersion.HTTP_1_1, fields)).isEqualTo(rule);
        }

        @ParameterizedTest
        @CsvSource({
            "HOST_REPEATED, Host: a | Host: b",
            "HOST_MALFORMED, Host: a b",
            "TRANSFER_ENCODING_IN_HTTP10, Transfer-Encoding: chunked"
        })
        void inHttp10(HttpRule rule, String fields) {
            assertThat(ruleOf(HttpVersion.HTTP_1_0, fields)).isEqualTo(rule);
        }
    }

    @Nested
    class Content {
        @ParameterizedTest
        @CsvSource({
            "X: y, 0",
            "Content-Length: 0, 0",
            "CONTENT-LENGTH: 003, 3",
            "Content-Length: 2147483648, 2147483648",
            "Content-Length: 9223372036854775806, 9223372036854775806",
            "Content-Length: 9223372036854775807, 9223372036854775807",
            "Content-Length: 9223372036854775808, 9223372036854775807",
            "Content-Length: 18446744073709551617, 9223372036854775807",
            "Content-Length: 99999999999999999999999999999999999999999, 9223372036854775807"
        })
        void hasAnnouncedLength(String fields, long length) throws HttpRejection {
            MessageFraming framing = framing(HttpVersion.HTTP_1_1, "Host: a|" + fields);

            assertThat(framing.contentLength()).isEqualTo(length);
            assertThat(framing.isChunked()).isFalse();
        }

        @ParameterizedTest
        @CsvSource({"Transfer-Encoding: Chunked", "'transfer-encoding: ,chunked ,'", "'Transfer-Encoding:\tchunked\t'"})
        void isChunked(String fields) throws HttpRejection {
            MessageFraming framing = framing(HttpVersion.HTTP_1_1, "Host: a|" + fields);

            assertThat(framing.isChunked()).isTrue();
            assertThat(framing.contentLength()).isZero();
        }

        @ParameterizedTest
        @CsvSource({
            "HTTP_1_1, Expect: 100-Continue, true",
            "HTTP_1_0, Expect: 100-continue, false",
            "HTTP_1_0, Expect: 200-ok, false",
            "HTTP_1_1, X: 100-continue, false"
        })
        void mayBeExpectedToContinue(HttpVersion version, String fields, boolean expected) throws HttpRejection {
            assertThat(framing(version, "Host: a|" + fields).expectsContinue()).isEqualTo(expected);
        }
    }

    @Test
    void examinesHostInHttp10OnlyIfThereIsOne() throws HttpRejection {
        assertThat(framing(HttpVersion.HTTP_1_0, "X: y").persistence()).isEqualTo(Persistence.CLOSE);
    }

    @Test
    void decidesPersistenceByConnectionFields() throws HttpRejection {
        assertThat(framing(HttpVersion.HTTP_1_1, "Host: a").persistence()).isEqualTo(Persistence.KEEP_ALIVE);
        assertThat(framing(HttpVersion.HTTP_1_1, "Host: a|Connection: b|connection: close")
                        .persistence())
                .isEqualTo(Persistence.CLOSE);
        assertThat(framing(HttpVersion.HTTP_1_0, "Connection: keep-alive").persistence())
                .isEqualTo(Persistence.KEEP_ALIVE_HTTP10);
    }

    @Test
    void ignoresOtherFieldsOfSameLength() throws HttpRejection {
        MessageFraming framing = framing(
                HttpVersion.HTTP_1_1, "Host: a|Most: |Accept: z|Keep-Alive: z|Content-Typing: z|Transfer_Encoding: z");

        assertThat(framing.isChunked()).isFalse();
        assertThat(framing.contentLength()).isZero();
    }
}
