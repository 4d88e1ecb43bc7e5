package sse.api.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.api.Headers;

class AcceptsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/event-stream                              | BY_NAME",
                "TEXT/Event-Stream                              | BY_NAME",
                "text/event-stream; charset=utf-8               | BY_NAME",
                "text/event-stream;q=0.001                      | BY_NAME",
                "text/html, text/event-stream;q=0.5             | BY_NAME",
                "*/*;q=0, text/event-stream                     | BY_NAME",
                "text/event-stream, text/event-stream;q=0       | BY_NAME",
                "text/event-stream;q=0, text/event-stream       | BY_NAME",
                "*/*                                            | ALSO",
                "text/*                                         | ALSO",
                "text/*;q=1.000, application/json               | ALSO",
                "text/html, */*;q=0.1                           | ALSO",
                "text/event-stream;q=0                          | NOT",
                "text/event-stream;q=0, */*                     | NOT",
                "text/event-stream ; Q=0.000, text/*            | NOT",
                "text/*;q=0, */*                                | NOT",
                "text/html                                      | NOT",
                "application/json, text/plain                   | NOT",
                "text/event-streams                             | NOT",
                "text/event-stream;q=2                          | NOT",
                "text/event-stream;q=0.0001                     | NOT",
                "text/event-stream;q=                           | NOT",
                "text                                           | NOT",
            })
    void readsTheMostSpecificRange(String accept, Accepts expected) {
        assertThat(Accepts.of(Headers.of("Accept", accept))).isEqualTo(expected);
    }

    @Test
    void takesAnythingWithoutTheField() {
        assertThat(Accepts.of(Headers.empty())).isEqualTo(Accepts.ALSO);
    }

    @Test
    void readsSeveralFieldsAsOneList() {
        Headers headers = Headers.builder()
                .add("Accept", "text/html")
                .add("accept", "text/event-stream")
                .build();
        assertThat(Accepts.of(headers)).isEqualTo(Accepts.BY_NAME);
    }
}
