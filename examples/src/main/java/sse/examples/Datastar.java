package sse.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sse.api.Event;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;

/**
 * A guest book that is open in any number of pages, with Datastar in the browser and no other script: a page reads a
 * stream of patches, and posts its signals, which are answered by patches, too.
 */
public final class Datastar {
    /**
     * The newest script that npm has. For those of 1.0 the events are named {@code datastar-patch-elements} and
     * {@code datastar-patch-signals}, and the lines of elements begin with {@code elements}.
     */
    private static final String PUBLISHED =
            "https://cdn.jsdelivr.net/npm/@starfederation/datastar@1.0.0-beta.11/dist/datastar.js";

    static final Example EXAMPLE = new Example(
            "datastar",
            builder -> addTo(builder, System.getProperty("script", PUBLISHED)).start(),
            List.of(new Example.Page("/", "the page"), new Example.Page("/guests", "its stream, to curl -N")));

    private static final RequestOptions SIGNALS = RequestOptions.builder()
            .methods("POST")
            .contentTypes("application/json")
            .build();

    /** An answer to a form ends at once. */
    private static final StreamOptions ANSWERS =
            StreamOptions.builder().noRetry().build();

    private static final int MAX_GUESTS = 20;
    private static final int MAX_NAME_LENGTH = 40;

    private final String page;

    /** The newest patch of each kind, which a page that connects, or reconnects, receives first. */
    private final Topic patches =
            Topic.builder().latestByKey(event -> event.type().orElse("")).build();

    // Guarded by this.
    private final Deque<String> guests = new ArrayDeque<>();
    private int signed;

    private Datastar(String script) {
        this.page = page(script);
    }

    /**
     * Adds the example's paths to a server.
     *
     * @param builder a builder without any of them
     * @param script the address of Datastar's script
     * @return the builder
     */
    public static SseServer.Builder addTo(SseServer.Builder builder, String script) {
        Datastar book = new Datastar(script);
        builder.respond("/", request -> Response.html(book.page));
        builder.stream("/guests", book.patches);
        return builder.respond("/guests", SIGNALS, book::sign);
    }

    /** Adds a guest: all pages receive the list, and the one that has posted the answer to its form. */
    private Reply sign(Request request) {
        JsonNode signals;
        try {
            signals = Json.read(request.body());
        } catch (IOException malformed) {
            return Response.text("signals must be JSON\n").withStatus(400);
        }
        String name = signals.path("name").asText().strip();
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            return answer(signals(Map.of("problem", "A name has 1 to " + MAX_NAME_LENGTH + " characters.")));
        }
        add(name);
        return answer(signals(Map.of("name", "", "problem", "")));
    }

    private static Reply answer(Event patch) {
        return Reply.stream(ANSWERS, stream -> {
            stream.send(patch);
            stream.close();
        });
    }

    /** One call at a time, so that no old list follows a new one. */
    private synchronized void add(String name) {
        signed++;
        guests.addFirst(name);
        if (guests.size() > MAX_GUESTS) {
            guests.removeLast();
        }
        String items = guests.stream()
                .map(guest -> "  <li>" + escape(guest) + "</li>\n")
                .collect(Collectors.joining());
        patches.publish(elements("<ol id=\"guests\">\n" + items + "</ol>"));
        patches.publish(signals(Map.of("signed", signed)));
    }

    /** Returns a patch of the elements that have the same ids. Each line is a line of the event's data. */
    private static Event elements(String html) {
        return Event.of("datastar-merge-fragments", html.replaceAll("(?m)^", "fragments "));
    }

    /** Returns a patch of signals: those that are named receive a value. */
    private static Event signals(Map<String, ?> values) {
        return Event.of("datastar-merge-signals", "signals " + Json.write(values));
    }

    /** Returns text as HTML: what guests write is no markup. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String page(String script) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <title>Guest book</title>
                  <script type="module" src="%s"></script>
                </head>
                <body data-signals="{name: '', problem: '', signed: 0}" data-on-load="@get('/guests')">
                  <h1>Guest book</h1>
                  <form data-on-submit="@post('/guests')">
                    <label>Your name <input id="name" autocomplete="off" data-bind-name></label>
                    <button>Sign</button>
                    <output id="problem" data-text="$problem"></output>
                  </form>
                  <p><span id="signed" data-text="$signed"></span> have signed; the newest:</p>
                  <ol id="guests"></ol>
                </body>
                </html>
                """.formatted(escape(script));
    }
}
