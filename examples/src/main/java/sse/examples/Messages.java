package sse.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.SendResult;
import sse.api.SseServer;
import sse.api.StreamOptions;

/**
 * Answers questions in the shape of Anthropic's messages: whole, or as a stream of events whose types its clients need,
 * with a ping whenever the model thinks for long.
 */
public final class Messages {
    static final String KEY = "sk-ant-example";

    static final Example EXAMPLE = new Example(
            "messages",
            builder -> addTo(builder, Model.echo(Duration.ofMillis(100)), Duration.ofSeconds(5))
                    .start(),
            List.of(new Example.Page("", "the base URL for Anthropic's clients; the key is " + KEY)));

    private static final RequestOptions REQUESTS = RequestOptions.builder()
            .methods("POST")
            .contentTypes("application/json")
            .bodyBytes(4 * 1024 * 1024) // A request has the whole conversation.
            .build();

    /** Longer than the write timeout, which closes the stream of a client that reads nothing. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Event PING = Event.of("ping", Json.write(Map.of("type", "ping")));

    private final Model model;
    private final StreamOptions streams;
    private final AtomicLong answers = new AtomicLong();

    private Messages(Model model, Duration pingPeriod) {
        this.model = model;
        // A client of these does not reconnect. If it disconnects, the model is interrupted.
        this.streams = StreamOptions.builder()
                .noRetry()
                .heartbeat(pingPeriod)
                .heartbeatEvent(PING)
                .endEvent(new MessageStop("message_stop").event())
                .errorEvent(failed -> failure("api_error", failed.getMessage()).event())
                .interruptHandler(true)
                .build();
    }

    /**
     * Adds the example's path to a server.
     *
     * @param builder a builder without it
     * @param model answers the questions
     * @param pingPeriod how long a client receives nothing until it receives a ping
     * @return the builder
     */
    public static SseServer.Builder addTo(SseServer.Builder builder, Model model, Duration pingPeriod) {
        return builder.respond("/v1/messages", REQUESTS, new Messages(model, pingPeriod)::reply);
    }

    /** Decides, with the whole request at hand: an error is an ordinary response until a stream has begun. */
    private Reply reply(Request request) {
        if (!isAuthorized(request.headers())) {
            return error(401, "authentication_error", "the key must be " + KEY);
        }
        JsonNode asked;
        try {
            asked = Json.read(request.body());
        } catch (IOException malformed) {
            return error(400, "invalid_request_error", "the content must be JSON");
        }
        String question = Json.lastQuestion(asked.path("messages"));
        int limit = asked.path("max_tokens").asInt();
        if (question.isBlank() || limit < 1) {
            String rule = "messages must have one with the role user and a text, and max_tokens must be at least 1";
            return error(400, "invalid_request_error", rule);
        }
        String id = "msg_" + answers.incrementAndGet();
        Answer answer = new Answer(id, asked.path("model").asText("echo"), question, limit);
        return asked.path("stream").asBoolean()
                ? Reply.stream(streams, stream -> send(answer, stream))
                : complete(answer);
    }

    /** Anthropic's clients send the key as a bearer token; its documents show a field of its own. */
    private static boolean isAuthorized(Headers headers) {
        return headers.first("Authorization").equals(Optional.of("Bearer " + KEY))
                || headers.first("X-Api-Key").equals(Optional.of(KEY));
    }

    /** Answers as a stream. Returns early if the client has disconnected, and so closes the model's answer. */
    private void send(Answer answer, EventStream stream) throws InterruptedException {
        int count = 0;
        stream.send(new MessageStart("message_start", answer.message(List.of(), 0, null)).event());
        stream.send(new BlockStart("content_block_start", 0, new Text("text", "")).event());
        try (Stream<String> tokens = model.answer(answer.question)) {
            for (Iterator<String> rest = tokens.limit(answer.limit).iterator(); rest.hasNext(); count++) {
                Text delta = new Text("text_delta", rest.next());
                Event event = new BlockDelta("content_block_delta", 0, delta).event();
                if (stream.send(event, PATIENCE) != SendResult.ACCEPTED) {
                    return;
                }
            }
        }
        stream.send(new BlockStop("content_block_stop", 0).event());
        Stop stop = new Stop(answer.stopReason(count), null);
        stream.send(new MessageDelta("message_delta", stop, answer.usage(count)).event());
        stream.close();
    }

    /** Answers as a whole. */
    private Response complete(Answer answer) {
        try (Stream<String> tokens = model.answer(answer.question)) {
            List<String> said = tokens.limit(answer.limit).toList();
            Text text = new Text("text", String.join("", said));
            String stopReason = answer.stopReason(said.size());
            return Response.json(Json.write(answer.message(List.of(text), said.size(), stopReason)));
        } catch (RuntimeException failed) {
            return error(500, "api_error", failed.getMessage());
        }
    }

    private static Response error(int status, String type, String message) {
        return Response.json(Json.write(failure(type, message))).withStatus(status);
    }

    private static Failure failure(String type, String message) {
        return new Failure("error", new Problem(type, message));
    }

    /** What is asked. */
    private record Answer(String id, String model, String question, int limit) {
        Message message(List<Text> content, int count, String stopReason) {
            return new Message(id, "message", "assistant", model, content, stopReason, null, usage(count));
        }

        String stopReason(int count) {
            return count == limit ? "max_tokens" : "end_turn";
        }

        /** This model's tokens are words. */
        Usage usage(int count) {
            return new Usage(question.strip().split("\\s+").length, count);
        }
    }

    private record Message(
            String id,
            String type,
            String role,
            String model,
            List<Text> content,
            String stopReason,
            String stopSequence,
            Usage usage) {}

    private record Text(String type, String text) {}

    private record Stop(String stopReason, String stopSequence) {}

    private record Usage(int inputTokens, int outputTokens) {}

    private record Problem(String type, String message) {}

    /** The JSON of an event. Clients need its type as the event's, too. */
    private interface Part {
        String type();

        default Event event() {
            return Event.of(type(), Json.write(this));
        }
    }

    private record MessageStart(String type, Message message) implements Part {}

    private record BlockStart(String type, int index, Text contentBlock) implements Part {}

    private record BlockDelta(String type, int index, Text delta) implements Part {}

    private record BlockStop(String type, int index) implements Part {}

    private record MessageDelta(String type, Stop delta, Usage usage) implements Part {}

    private record MessageStop(String type) implements Part {}

    private record Failure(String type, Problem error) implements Part {}
}
