package sse.api.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.api.Headers;

class EventSourceRequestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "text/event-stream | no-cache | true", // Chromium, Firefox, WebKit, npm's eventsource
                "text/event-stream | NO-CACHE | true",
                "text/event-stream | no-transform , no-cache | true",
                "text/html, text/event-stream;q=0.5 | no-cache | true",
                "text/event-stream | none | false", // fetch-event-source, Jersey, RESTEasy, Micronaut
                "text/event-stream | no-store | false", // httpx-sse
                "text/event-stream | max-age=0 | false",
                "text/event-stream | no-cache=\"a\" | false",
                "text/event-stream | no-cached | false",
                "text/event-stream;q=0 | no-cache | false",
                "*/* | no-cache | false",
                "text/* | no-cache | false",
                "application/json | no-cache | false", // openai
                "none | no-cache | false",
                "none | none | false",
            })
    void isRecognizedByTwoFields(String accept, String cacheControl, boolean expected) {
        Headers.Builder fields = Headers.builder();
        if (accept != null) {
            fields.add("Accept", accept);
        }
        if (cacheControl != null) {
            fields.add("Cache-Control", cacheControl);
        }

        assertThat(EventSourceRequest.isSentWith(fields.build())).isEqualTo(expected);
    }
}
