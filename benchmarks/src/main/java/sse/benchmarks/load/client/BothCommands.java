package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import sse.benchmarks.load.server.Commands;

/** What a process does that has two parts: each command is for the part that knows it. */
record BothCommands(Commands first, Commands second) implements Commands {
    @Override
    public Optional<String> answer(String... command)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Optional<String> answer = first.answer(command);
        return answer.isPresent() ? answer : second.answer(command);
    }
}
