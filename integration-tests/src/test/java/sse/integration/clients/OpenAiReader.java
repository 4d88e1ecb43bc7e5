package sse.integration.clients;

import static sse.integration.clients.Transcript.attempt;
import static sse.integration.clients.Transcript.print;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.Iterator;

/** Runs the exchanges of a chat with openai-java. */
public final class OpenAiReader {
    private static final String KEY = "sk-example";

    private final String baseUrl;

    private OpenAiReader(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /**
     * Runs all of them.
     *
     * @param args the server's URI
     */
    public static void main(String... args) {
        OpenAiReader reader = new OpenAiReader(args[0] + "v1");
        attempt("stream", () -> reader.stream(KEY, "hello", Integer.MAX_VALUE));
        attempt("whole", reader::whole);
        attempt("error in mid-stream", () -> reader.stream(KEY, "fail", Integer.MAX_VALUE));
        attempt("abort", () -> reader.stream(KEY, "endless", 1));
        attempt("other key", () -> reader.stream("sk-other", "hello", 0));
        attempt("no question", () -> reader.stream(KEY, " ", 0));
        attempt("too long", () -> reader.stream(KEY, Transcript.tooLong(), 0));
        Transcript.end();
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams.Builder question(String text) {
        return ChatCompletionCreateParams.builder().model("test").addUserMessage(text);
    }

    private void stream(String key, String text, int limit) {
        ChatCompletionStreamOptions withUsage =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        ChatCompletionCreateParams question =
                question(text).streamOptions(withUsage).build();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client(key).chat().completions().createStreaming(question)) {
            int tokens = 0;
            Iterator<ChatCompletionChunk> rest = chunks.stream().iterator();
            while (tokens < limit && rest.hasNext()) {
                tokens += printTokens(rest.next());
            }
            if (tokens < limit) {
                print("complete");
            }
        }
    }

    /** Prints a chunk, and returns the number of its tokens. */
    private static int printTokens(ChatCompletionChunk chunk) {
        int tokens = 0;
        for (ChatCompletionChunk.Choice choice : chunk.choices()) {
            if (choice.delta().content().isPresent()) {
                print("token " + choice.delta().content().get());
                tokens++;
            }
            choice.finishReason().ifPresent(reason -> print("finish " + reason));
        }
        chunk.usage().ifPresent(usage -> print("usage " + usage.promptTokens() + " " + usage.completionTokens()));
        return tokens;
    }

    private void whole() {
        ChatCompletion answer =
                client(KEY).chat().completions().create(question("hello").build());
        print("answer " + answer.choices().get(0).message().content().orElseThrow());
        answer.usage().ifPresent(usage -> print("usage " + usage.promptTokens() + " " + usage.completionTokens()));
    }
}
