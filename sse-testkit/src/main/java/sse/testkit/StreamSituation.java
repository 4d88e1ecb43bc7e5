package sse.testkit;

import java.nio.charset.StandardCharsets;
import sse.api.spi.http.Quote;
import sse.testkit.internal.http.Deadline;
import sse.testkit.internal.http.ResponseHead;

/** Describes in a failure what the client has received instead of what the test expects. */
final class StreamSituation {
    private final TestConnection connection;
    private final ResponseHead head;
    private final EventQueue events;
    private final StreamReader reader;

    StreamSituation(TestConnection connection, ResponseHead head, EventQueue events, StreamReader reader) {
        this.connection = connection;
        this.head = head;
        this.events = events;
        this.reader = reader;
    }

    /** Returns the text. Waits for the content of a response that is not an event stream. */
    String describe() {
        return head.isEventStream() ? describeStream() : describeResponse();
    }

    private String describeResponse() {
        byte[] body = connection.receiveBody(Deadline.in(connection.timeout()));
        return "the response is no event stream, but has status " + head.status() + ", type "
                + Quote.of(head.headers().first("Content-Type").orElse("")) + " and content "
                + Quote.of(new String(body, StandardCharsets.UTF_8));
    }

    private String describeStream() {
        StringBuilder text = new StringBuilder(describeEnd());
        if (!events.events().isEmpty()) {
            text.append("; events not read yet: ").append(events.events());
        }
        if (!events.comments().isEmpty()) {
            text.append("; comments not read yet: ")
                    .append(events.comments().stream().map(Quote::of).toList());
        }
        if (reader.buffered() > 0) {
            text.append("; an incomplete line: ").append(Quote.of(reader.bufferedText()));
        }
        return text.toString();
    }

    private String describeEnd() {
        if (reader.streamEnd() != null) {
            return "the stream has ended (" + reader.streamEnd() + ")";
        }
        String open = "the stream is open, and nothing more arrived";
        return connection.timeout().isZero() ? open : open + " within " + connection.timeout();
    }
}
