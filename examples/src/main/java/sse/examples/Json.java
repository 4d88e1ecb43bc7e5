package sse.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** JSON, by Jackson: the library has no JSON of its own. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Json() {}

    /**
     * Reads JSON that a client has sent. What is not there is a missing node, which has no fields.
     *
     * @throws IOException if it is not JSON
     */
    static JsonNode read(byte[] content) throws IOException {
        return MAPPER.readTree(content);
    }

    /** Writes records, collections, texts and numbers as JSON in one line; {@code finishReason} as finish_reason. */
    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException unsuitable) {
            throw new IllegalArgumentException("value must be suitable for JSON: " + value.getClass(), unsuitable);
        }
    }

    /**
     * Returns what the user has asked last in a conversation of a language model's protocol: a list of messages, each
     * with a role and with content that is a text, or parts of which some are texts. Empty if there is no such thing.
     */
    static String lastQuestion(JsonNode messages) {
        String question = "";
        for (JsonNode message : messages) {
            if (message.path("role").asText().equals("user")) {
                question = text(message.path("content"));
            }
        }
        return question;
    }

    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }
}
