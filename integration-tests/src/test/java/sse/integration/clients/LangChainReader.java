package sse.integration.clients;

import static sse.integration.clients.Transcript.attempt;
import static sse.integration.clients.Transcript.print;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the exchanges of a chat with langchain4j-open-ai. */
public final class LangChainReader {
    private final String baseUrl;

    private LangChainReader(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /**
     * Runs all of them.
     *
     * @param args the server's URI
     */
    public static void main(String... args) {
        LangChainReader reader = new LangChainReader(args[0] + "v1");
        attempt("stream", () -> reader.stream("sk-example", "hello"));
        attempt("whole", reader::whole);
        attempt("error in mid-stream", () -> reader.stream("sk-example", "fail"));
        attempt("abort", () -> reader.stream("sk-example", "endless"));
        attempt("other key", () -> reader.stream("sk-other", "hello"));
        attempt("no question", () -> reader.stream("sk-example", SystemMessage.from("hello")));
        attempt("too long", () -> reader.stream("sk-example", Transcript.tooLong()));
        Transcript.end();
    }

    private void stream(String key, String question) throws InterruptedException {
        stream(key, UserMessage.from(question));
    }

    private void stream(String key, ChatMessage question) throws InterruptedException {
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey(key)
                .modelName("test")
                .build();
        Printer printer = new Printer(question.equals(UserMessage.from("endless")));
        model.chat(List.of(question), printer);
        printer.ended.await(20, TimeUnit.SECONDS);
    }

    private void whole() {
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("sk-example")
                .modelName("test")
                .maxRetries(0)
                .build();
        print("answer " + model.chat("hello"));
    }

    private static final class Printer implements StreamingChatResponseHandler {
        private final boolean cancels;
        private final CountDownLatch ended = new CountDownLatch(1);

        Printer(boolean cancels) {
            this.cancels = cancels;
        }

        @Override
        public void onPartialResponse(PartialResponse token, PartialResponseContext context) {
            if (ended.getCount() == 0) {
                return;
            }
            print("token " + token.text());
            if (cancels) {
                context.streamingHandle().cancel();
                ended.countDown();
            }
        }

        /** Is called after {@link #onError}, too, with the half of the answer. */
        @Override
        public void onCompleteResponse(ChatResponse response) {
            if (ended.getCount() > 0) {
                print("finish " + response.finishReason());
                print("usage " + response.tokenUsage().inputTokenCount() + " "
                        + response.tokenUsage().outputTokenCount());
                print("complete");
                ended.countDown();
            }
        }

        /** Is called a second time when the stream ends behind an error event. */
        @Override
        public void onError(Throwable failure) {
            if (ended.getCount() > 0) {
                Transcript.failed(failure);
                ended.countDown();
            }
        }
    }
}
