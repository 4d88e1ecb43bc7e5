package sse.integration.clients;

import static sse.integration.clients.Transcript.attempt;
import static sse.integration.clients.Transcript.print;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.util.Iterator;

/** Runs the exchanges of a conversation with anthropic-java. */
public final class AnthropicReader {
    private static final String KEY = "sk-ant-example";
    private static final long MAX_TOKENS = 1_000_000;

    private final String baseUrl;

    private AnthropicReader(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /**
     * Runs all of them.
     *
     * @param args the server's URI
     */
    public static void main(String... args) {
        AnthropicReader reader = new AnthropicReader(args[0]);
        attempt("stream", () -> reader.stream(KEY, "hello", Integer.MAX_VALUE));
        attempt("whole", reader::whole);
        attempt("pings", () -> reader.stream(KEY, "ping", Integer.MAX_VALUE));
        attempt("error in mid-stream", () -> reader.stream(KEY, "fail", Integer.MAX_VALUE));
        attempt("abort", () -> reader.stream(KEY, "endless", 1));
        attempt("other key", () -> reader.stream("sk-ant-other", "hello", 0));
        attempt("no question", () -> reader.stream(KEY, " ", 0));
        attempt("too long", () -> reader.stream(KEY, Transcript.tooLong(), 0));
        Transcript.end();
    }

    private AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams question(String text) {
        return MessageCreateParams.builder()
                .model("test")
                .maxTokens(MAX_TOKENS)
                .addUserMessage(text)
                .build();
    }

    private void stream(String key, String text, int limit) {
        try (StreamResponse<RawMessageStreamEvent> events =
                client(key).messages().createStreaming(question(text))) {
            int tokens = 0;
            Iterator<RawMessageStreamEvent> rest = events.stream().iterator();
            while (tokens < limit && rest.hasNext()) {
                RawMessageStreamEvent event = rest.next();
                if (event.isContentBlockDelta()) {
                    print("token "
                            + event.asContentBlockDelta().delta().asText().text());
                    tokens++;
                } else if (event.isMessageDelta()) {
                    print("finish "
                            + event.asMessageDelta().delta().stopReason().orElseThrow() + " "
                            + event.asMessageDelta().usage().outputTokens());
                }
            }
            if (tokens < limit) {
                print("complete");
            }
        }
    }

    private void whole() {
        Message answer = client(KEY).messages().create(question("hello"));
        print("answer " + answer.content().get(0).asText().text());
        print("usage " + answer.usage().inputTokens() + " " + answer.usage().outputTokens());
    }
}
