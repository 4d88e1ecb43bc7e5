package sse.examples.agents;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.Run;
import sse.api.RunOutput;
import sse.api.Runs;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.examples.Example;

/**
 * Answers that go on when their page is reloaded or closed, and end when they are stopped. A POST starts an answer and
 * streams it, a GET attaches to it again, a DELETE stops it. Thread-safe.
 */
public final class Resume {
    /** The example. */
    public static final Example EXAMPLE = new Example(
            "resume",
            builder -> new Resume(Duration.ofMillis(200)).addTo(builder).start(),
            List.of(
                    new Example.Page("/", "the page"),
                    new Example.Page("/answers/{id}", "an answer: curl -N -d question; again without -d, -X DELETE")));

    private static final RequestOptions REQUESTS = RequestOptions.builder()
            .methods("POST", "GET", "DELETE")
            .bodyBytes(16 * 1024)
            .build();

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private final Response page = Response.html(resource("resume.html"));
    private final Duration pause;
    private final Runs answers = Runs.builder()
            .retention(Duration.ofMinutes(10))
            .streamOptions(StreamOptions.builder().retry(Duration.ofSeconds(1)).build())
            .build();

    /**
     * Creates the example.
     *
     * @param pause the time before each word of an answer
     */
    public Resume(Duration pause) {
        this.pause = pause;
    }

    /**
     * Adds the example's paths to a server.
     *
     * @param builder a builder without them
     * @return the builder
     */
    public SseServer.Builder addTo(SseServer.Builder builder) {
        return builder.respond("/", RequestOptions.methods("GET"), request -> page)
                .respond("/answers/{id}", REQUESTS, this::reply);
    }

    private Reply reply(Request request) {
        String id = request.pathParameter("id");
        if (!ID.matcher(id).matches()) {
            return Response.of(404);
        }
        return switch (request.method()) {
            case "POST" -> start(id, request);
            case "DELETE" -> stop(id);
            default -> answers.reply(id, request);
        };
    }

    /** Starts an answer and streams it. A request that is repeated, by a proxy for example, attaches to it. */
    private Reply start(String id, Request request) {
        String question = request.text();
        return question.isBlank()
                ? Response.text("the question is missing\n").withStatus(400)
                : answers.reply(id, request, out -> answer(question, out));
    }

    private Response stop(String id) {
        Optional<Run> answer = answers.find(id);
        answer.ifPresent(Run::stop);
        return Response.of(answer.isPresent() ? 204 : 404);
    }

    /** Repeats the question, word by word. The thread is interrupted if the answer is stopped. */
    private void answer(String question, RunOutput out) throws InterruptedException {
        for (String word : List.of(question.split("(?<=\\s)"))) {
            Thread.sleep(pause.toMillis());
            out.send(word);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Resume.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource must be in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
