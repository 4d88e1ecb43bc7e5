package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HttpNullArgumentsTest {
    static Stream<ThrowingCallable> calls() {
        return Stream.of(
                () -> HttpSyntax.isToken(null),
                () -> HttpSyntax.isTarget(null),
                () -> HttpSyntax.isFieldValue(null),
                () -> HttpSyntax.trim(null),
                () -> HostField.isValid(null),
                () -> HttpVersion.parse(null),
                () -> RequestLine.parse(null),
                () -> RequestLine.of(null, "/", "HTTP/1.1"),
                () -> RequestLine.of("GET", null, "HTTP/1.1"),
                () -> RequestLine.of("GET", "/", null),
                () -> new RequestLine(null, "/", HttpVersion.HTTP_1_1),
                () -> new RequestLine("GET", null, HttpVersion.HTTP_1_1),
                () -> new RequestLine("GET", "/", null),
                () -> RequestLine.tooLong(null, 64),
                () -> new MessageFraming().add(null, ""),
                () -> new MessageFraming().add("X", null),
                () -> new MessageFraming().complete(null),
                () -> new ConnectionOptions().add(null),
                () -> new ConnectionOptions().persistence(null),
                () -> TransportFields.contains(null),
                () -> new HttpDate(null));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void rejectsNull(ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call);
    }
}
