package sse.api.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.api.Headers;

class AcceptMatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/event-stream                              | EXPLICIT",
                "TEXT/Event-Stream                              | EXPLICIT",
                "text/event-stream; charset=utf-8               | EXPLICIT",
                "text/event-stream;q=0.001                      | EXPLICIT",
                "text/html, text/event-stream;q=0.5             | EXPLICIT",
                "*/*;q=0, text/event-stream                     | EXPLICIT",
                "text/event-stream, text/event-stream;q=0       | EXPLICIT",
                "text/event-stream;q=0, text/event-stream       | EXPLICIT",
                "*/*                                            | WILDCARD",
                "text/*                                         | WILDCARD",
                "text/*;q=1.000, application/json               | WILDCARD",
                "text/html, */*;q=0.1                           | WILDCARD",
                "text/event-stream;q=0                          | NONE",
                "text/event-stream;q=0, */*                     | NONE",
                "text/event-stream ; Q=0.000, text/*            | NONE",
                "text/*;q=0, */*                                | NONE",
                "text/html                                      | NONE",
                "application/json, text/plain                   | NONE",
                "text/event-streams                             | NONE",
                "text/event-stream;q=2                          | NONE",
                "text/event-stream;q=0.0001                     | NONE",
                "text/event-stream;q=                           | NONE",
                "text                                           | NONE",
            })
    void readsTheMostSpecificRange(String accept, AcceptMatch expected) {
        assertThat(AcceptMatch.of(Headers.of("Accept", accept))).isEqualTo(expected);
    }

    @Test
    void takesAnythingWithoutTheField() {
        assertThat(AcceptMatch.of(Headers.empty())).isEqualTo(AcceptMatch.WILDCARD);
    }

    @Test
    void readsSeveralFieldsAsOneList() {
        Headers headers = Headers.builder()
                .add("Accept", "text/html")
                .add("accept", "text/event-stream")
                .build();
        assertThat(AcceptMatch.of(headers)).isEqualTo(AcceptMatch.EXPLICIT);
    }
}
