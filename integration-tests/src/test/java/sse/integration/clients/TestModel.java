package sse.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import sse.examples.Model;
import sse.integration.fixtures.Waiting;

/** What the examples that speak a language model's protocol ask in tests: the question says what it does. */
final class TestModel implements Model {
    static final String HELLO = "hello";
    static final String FAIL = "fail";
    static final String ENDLESS = "endless";
    static final String PING = "ping";

    private final Runnable thinking;
    // Counted by the threads of the server, read by the test.
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /**
     * Creates a model.
     *
     * @param thinking is run before the only token of an answer to {@link #PING}
     */
    TestModel(Runnable thinking) {
        this.thinking = thinking;
    }

    @Override
    public Stream<String> answer(String question) {
        return switch (question) {
            case HELLO -> Stream.of("Hello", ", \"w\u00f6rld\"", "\n\ud83d\ude00");
            case FAIL -> Stream.of("half", "").peek(TestModel::fail);
            case ENDLESS -> {
                begun.incrementAndGet();
                yield Stream.generate(() -> "more").onClose(ended::incrementAndGet);
            }
            case PING -> Stream.of("thought").peek(token -> thinking.run());
            default -> throw new IllegalArgumentException("question must be one of a test: " + question.length());
        };
    }

    private static void fail(String token) {
        if (token.isEmpty()) {
            throw new IllegalStateException("the model has failed");
        }
    }

    /** Waits until the one answer that never ends by itself has ended. */
    void awaitEnd() {
        assertThat(begun).hasValue(1);
        Waiting.until("the model has ended", () -> ended.get() == 1);
    }
}
