package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLineTest {
    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, GET, /, HTTP_1_1",
        "GET / HTTP/1.0, GET, /, HTTP_1_0",
        "POST /a?b HTTP/1.2, POST, /a?b, HTTP_1_1",
        "get http://a/b HTTP/1.9, get, http://a/b, HTTP_1_1",
        "OPTIONS * HTTP/1.1, OPTIONS, *, HTTP_1_1",
        "GETTING / HTTP/1.1, GETTING, /, HTTP_1_1"
    })
    void parses(String line, String method, String target, HttpVersion version) throws HttpRejection {
        assertThat(RequestLine.parse(line)).isEqualTo(new RequestLine(method, target, version));
    }

    @ParameterizedTest
    @CsvSource({
        "REQUEST_LINE_MALFORMED, ''",
        "REQUEST_LINE_MALFORMED, GET",
        "REQUEST_LINE_MALFORMED, GET /",
        "REQUEST_LINE_MALFORMED, 'GET / HTTP/1.1 '",
        "REQUEST_LINE_MALFORMED, GET / a HTTP/1.1",
        "REQUEST_LINE_MALFORMED, ' GET / HTTP/1.1'",
        "METHOD_MALFORMED, ' / HTTP/1.1'",
        "METHOD_MALFORMED, G(T / HTTP/1.1",
        "TARGET_MALFORMED, GET  HTTP/1.1",
        "TARGET_MALFORMED, GET /# HTTP/1.1",
        "TARGET_MALFORMED, GET /\u00fc HTTP/1.1",
        "VERSION_MALFORMED, GET / http/1.1",
        "VERSION_MALFORMED, GET / HTTP/1",
        "VERSION_MALFORMED, GET / HTTP/1.",
        "VERSION_MALFORMED, GET / HTTP/1.10",
        "VERSION_MALFORMED, GET / HTTP/01.1",
        "VERSION_MALFORMED, 'GET / HTTP/1,1'",
        "VERSION_MALFORMED, GET / HTTP/x.1",
        "VERSION_MALFORMED, GET / HTTP/1.\u00b9",
        "VERSION_MALFORMED, GET / HTTX/1.1",
        "AUTHORITY_MALFORMED, GET http://a@b/ HTTP/1.1",
        "AUTHORITY_MALFORMED, GET http:///b HTTP/1.1",
        "AUTHORITY_MALFORMED, GET https://?b HTTP/1.1",
        "AUTHORITY_MALFORMED, GET HTTP://a:65536 HTTP/1.1",
        "AUTHORITY_MALFORMED, GET http://[::1/ HTTP/1.0",
        "METHOD_TOO_LONG, ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456 / HTTP/1.1",
        "VERSION_UNSUPPORTED, GET / HTTP/2.0",
        "VERSION_UNSUPPORTED, GET / HTTP/0.9",
        "VERSION_UNSUPPORTED, PRI * HTTP/2.0"
    })
    void rejects(HttpRule rule, String line) {
        HttpRejection rejection = catchThrowableOfType(HttpRejection.class, () -> RequestLine.parse(line));

        assertThat(rejection.rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/b?c, a.example",
        "HTTPS://a:8080?b, a:8080",
        "http://[::1]:1, [::1]:1",
        "/http://a/, ",
        "*, ",
        "ftp://a@b/, "
    })
    void knowsAuthorityOfAbsoluteForm(String target, String authority) throws HttpRejection {
        assertThat(RequestLine.of("GET", target, "HTTP/1.1").authority()).isEqualTo(Optional.ofNullable(authority));
    }

    @Test
    void acceptsMethodAtLimit() throws HttpRejection {
        String method = "X".repeat(32);

        assertThat(RequestLine.of(method, "/", "HTTP/1.1").method()).isEqualTo(method);
    }

    @ParameterizedTest
    @CsvSource({"X, 501", "GET /, 414", "'X@', 414"})
    void rejectsOverlongLineByItsStart(String start, int status) {
        HttpRejection rejection = RequestLine.tooLong(start + "x".repeat(64), 66);

        assertThat(rejection.status()).isEqualTo(status);
    }

    @Test
    void checksPartsTakenApartByAnotherParser() throws HttpRejection {
        assertThat(RequestLine.of("PUT", "/a", "HTTP/1.0"))
                .isEqualTo(new RequestLine("PUT", "/a", HttpVersion.HTTP_1_0));
        assertThat(catchThrowableOfType(HttpRejection.class, () -> RequestLine.of("PUT", "/ a", "HTTP/1.0"))
                        .rule())
                .isEqualTo(HttpRule.TARGET_MALFORMED);
    }
}
