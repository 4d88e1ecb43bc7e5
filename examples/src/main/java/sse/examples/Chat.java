package sse.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SendResult;
import sse.api.SseServer;
import sse.api.StreamOptions;

/**
 * Answers questions in the shape of OpenAI's chat completions, for its clients and all others that speak it: whole, or
 * as a stream of tokens. The JSON is this program's business. Framing, limits, back-pressure, and the end of the
 * model's work when a client disconnects, are the library's.
 */
public final class Chat {
    static final String KEY = "sk-example";

    static final Example EXAMPLE = new Example(
            "chat",
            builder -> addTo(builder, Model.echo(Duration.ofMillis(100))).start(),
            List.of(new Example.Page("/v1", "the base URL for OpenAI's clients; the key is " + KEY)));

    private static final RequestOptions REQUESTS = RequestOptions.builder()
            .methods("POST")
            .contentTypes("application/json")
            .bodyBytes(4 * 1024 * 1024) // A request has the whole conversation.
            .build();

    /** A client of these does not reconnect. If it disconnects, the model is interrupted. */
    private static final StreamOptions STREAMS = StreamOptions.builder()
            .noRetry()
            .endEvent(Event.of("[DONE]"))
            .errorEvent(failed -> Event.of("error", Json.write(failure("model_failed", failed.getMessage()))))
            .interruptHandler(true)
            .build();

    /** Longer than the write timeout, which closes the stream of a client that reads nothing. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String WHOLE = "chat.completion";
    private static final String CHUNK = "chat.completion.chunk";

    private final Model model;
    private final AtomicLong answers = new AtomicLong();

    private Chat(Model model) {
        this.model = model;
    }

    /**
     * Adds the example's path to a server.
     *
     * @param builder a builder without it
     * @param model answers the questions
     * @return the builder
     */
    public static SseServer.Builder addTo(SseServer.Builder builder, Model model) {
        return builder.respond("/v1/chat/completions", REQUESTS, new Chat(model)::reply);
    }

    /** Decides, with the whole request at hand: an error is an ordinary response until a stream has begun. */
    private Reply reply(Request request) {
        if (!request.headers().first("Authorization").equals(Optional.of("Bearer " + KEY))) {
            return error(401, "invalid_api_key", "the key must be " + KEY);
        }
        JsonNode asked;
        try {
            asked = Json.read(request.body());
        } catch (IOException malformed) {
            return error(400, "invalid_json", "the content must be JSON");
        }
        String question = Json.lastQuestion(asked.path("messages"));
        if (question.isBlank()) {
            return error(400, "invalid_messages", "messages must have one with the role user and a text");
        }
        Answer answer = new Answer(
                "chatcmpl-" + answers.incrementAndGet(),
                Instant.now().getEpochSecond(),
                asked.path("model").asText("echo"),
                question,
                asked.path("stream_options").path("include_usage").asBoolean());
        return asked.path("stream").asBoolean()
                ? Reply.stream(STREAMS, stream -> send(answer, stream))
                : complete(answer);
    }

    /** Answers as a stream. Returns early if the client has disconnected, and so closes the model's answer. */
    private void send(Answer answer, EventStream stream) throws InterruptedException {
        int count = 0;
        stream.send(answer.chunk(Map.of("role", "assistant"), null));
        try (Stream<String> tokens = model.answer(answer.question)) {
            for (Iterator<String> rest = tokens.iterator(); rest.hasNext(); count++) {
                Event chunk = answer.chunk(Map.of("content", rest.next()), null);
                if (stream.send(chunk, PATIENCE) != SendResult.ACCEPTED) {
                    return;
                }
            }
        }
        stream.send(answer.chunk(Map.of(), "stop"));
        if (answer.hasUsage) {
            stream.send(answer.json(CHUNK, List.of(), answer.usage(count)));
        }
        stream.close();
    }

    /** Answers as a whole. */
    private Response complete(Answer answer) {
        try (Stream<String> tokens = model.answer(answer.question)) {
            List<String> said = tokens.toList();
            Choice choice = new Choice(0, new Message("assistant", String.join("", said)), "stop");
            return Response.json(answer.json(WHOLE, List.of(choice), answer.usage(said.size())));
        } catch (RuntimeException failed) {
            return error(500, "model_failed", failed.getMessage());
        }
    }

    private static Response error(int status, String code, String message) {
        return Response.json(Json.write(failure(code, message))).withStatus(status);
    }

    private static Failure failure(String code, String message) {
        return new Failure(new Problem(message, "error", code));
    }

    /** What is asked, and what all parts of the answer have in common. */
    private record Answer(String id, long created, String model, String question, boolean hasUsage) {
        /** Returns a part with what is new in the message. */
        Event chunk(Map<String, String> delta, String finishReason) {
            return Event.of(json(CHUNK, List.of(new Delta(0, delta, finishReason)), null));
        }

        String json(String object, List<?> choices, Usage usage) {
            return Json.write(new Completion(id, object, created, model, choices, usage));
        }

        /** This model's tokens are words. */
        Usage usage(int count) {
            int asked = question.strip().split("\\s+").length;
            return new Usage(asked, count, asked + count);
        }
    }

    private record Completion(String id, String object, long created, String model, List<?> choices, Usage usage) {}

    private record Choice(int index, Message message, String finishReason) {}

    private record Delta(int index, Map<String, String> delta, String finishReason) {}

    private record Message(String role, String content) {}

    private record Usage(int promptTokens, int completionTokens, int totalTokens) {}

    private record Failure(Problem error) {}

    private record Problem(String message, String type, String code) {}
}
