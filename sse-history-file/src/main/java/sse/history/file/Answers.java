package sse.history.file;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;

/**
 * What batches are answered when the right to write has been given up: their publishers' code runs then. Confined to
 * the thread that writes.
 */
final class Answers {
    private final List<Runnable> answers = new ArrayList<>();

    /** Answers batches with their ids. */
    void add(List<Commit> commits, List<List<EntryId>> ids) {
        for (int i = 0; i < commits.size(); i++) {
            CompletableFuture<List<EntryId>> answer = commits.get(i).answer();
            List<EntryId> given = ids.get(i);
            answers.add(() -> answer.complete(given));
        }
    }

    /** Fails batches. */
    void addFailure(List<Commit> commits, PublishException failure) {
        commits.forEach(commit -> answers.add(() -> commit.answer().completeExceptionally(failure)));
    }

    /** Sends the answers. */
    void send() {
        answers.forEach(Runnable::run);
    }
}
