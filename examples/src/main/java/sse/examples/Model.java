package sse.examples;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** What answers questions: a language model, or something that stands for one. Thread-safe. */
@FunctionalInterface
public interface Model {
    /**
     * Begins an answer.
     *
     * @param question the question
     * @return the tokens of the answer. Waits for each when it is asked for it, and throws if the model fails. Closing
     *     it ends the model's work
     */
    Stream<String> answer(String question);

    /**
     * Returns a model that repeats the question, word by word. It fails at the word {@code fail}.
     *
     * @param pause how long it thinks about each word
     * @return the model
     */
    static Model echo(Duration pause) {
        return question -> Arrays.stream(question.split("(?=\\s)")).map(word -> {
            think(pause);
            if (word.strip().equals("fail")) {
                throw new IllegalStateException("the model cannot say \"fail\"");
            }
            return word;
        });
    }

    private static void think(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the answer is not wanted any longer");
        }
    }
}
