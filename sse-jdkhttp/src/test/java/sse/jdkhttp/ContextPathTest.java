package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /, /",
        "/, /x/y?q=%20, /x/y?q=%20",
        "/events, /events, /",
        "/events, /events?q, /?q",
        "/events, /events?, /?",
        "/events, /events/, /",
        "/events, /events/x, /x",
        "/events, /events//x, //x",
        "/events, /%65vents/%2fx, /%2fx",
        "/events/, /events/x, /x",
        "/a b, /a%20b/x, /x",
        "/caf\u00e9, /caf%C3%A9/x, /x",
        "/\u20ac\ud83d\ude00, /%e2%82%ac%f0%9f%98%80, /",
        "/events, http://host/events/x?q, /x?q"
    })
    void isTakenOff(String context, String target, String expected) {
        assertThat(ContextPath.relative(context, URI.create(target))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/events, /eventsource",
        "/events, /events%2fx",
        "/events, /event",
        "/events, /",
        "/events, /%65vent",
        "/caf\u00e9, /caf%E9",
        "/caf\u00e9, /caf%C3"
    })
    void isNotFoundInsideASegment(String context, String target) {
        assertThat(ContextPath.relative(context, URI.create(target))).isEmpty();
    }

    @Test
    void mayEndInsideAPercentTriplet() {
        assertThat(ContextPath.relative("/a", URI.create("/%61"))).contains("/");
    }
}
