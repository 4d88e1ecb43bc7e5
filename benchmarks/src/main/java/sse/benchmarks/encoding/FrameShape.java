package sse.benchmarks.encoding;

import org.jspecify.annotations.Nullable;
import sse.api.Event;

/** Names the events that every encoder is measured with. JMH gives them as a parameter, by name. */
public enum FrameShape {

    /** One token of a language model. */
    token(null, null, " stream."),

    /** A tick with everything a client needs to resume. */
    small("8f2c-000042", "tick", "{\"symbol\":\"ACME\",\"bid\":1101.25,\"ask\":1101.27,\"at\":1732266000}"),

    /** A JSON document of 1,024 characters on one line. */
    json1k("8f2c-000042", "order", json(1024)),

    /** Ten lines of sixty characters. */
    lines10("8f2c-000042", "log", lines(10, 60, "\n")),

    /** The same ten lines, ended as Windows does. */
    crlf("8f2c-000042", "log", lines(10, 60, "\r\n")),

    /** Two hundred characters, none of them ASCII: half Cyrillic, half Japanese. */
    utf8("8f2c-000042", "chat", unicode());

    /** The id, or null. */
    public final @Nullable String id;

    /** The type, or null. */
    public final @Nullable String type;

    /** The data, as the application has it. */
    public final String data;

    FrameShape(@Nullable String id, @Nullable String type, String data) {
        this.id = id;
        this.type = type;
        this.data = data;
    }

    /** Builds the event from its fields, which checks them. */
    Event event() {
        var event = Event.builder();
        if (id != null) {
            event.id(id);
        }
        if (type != null) {
            event.type(type);
        }
        return event.data(data).build();
    }

    private static String json(int length) {
        var json = new StringBuilder("{\"orders\":[");
        for (int n = 0; json.length() < length - 80; n++) {
            json.append(n == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(1000 + n)
                    .append(",\"state\":\"open\",\"price\":19.95}");
        }
        json.append("],\"note\":\"");
        json.append("n".repeat(length - json.length() - 2));
        return json.append("\"}").toString();
    }

    private static String lines(int count, int length, String lineBreak) {
        String[] lines = new String[count];
        for (int i = 0; i < count; i++) {
            lines[i] =
                    ("line " + i + " of a log with some words in it ").repeat(3).substring(0, length);
        }
        return String.join(lineBreak, lines);
    }

    private static String unicode() {
        String cyrillic = "Съешьжеещёэтихмягкихфранцузскихбулокдавыпейчаю";
        String japanese = "いろはにほへとちりぬるをわかよたれそつねならむ";
        return cyrillic.repeat(3).substring(0, 100) + japanese.repeat(5).substring(0, 100);
    }
}
