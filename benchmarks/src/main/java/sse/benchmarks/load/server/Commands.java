package sse.benchmarks.load.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * What a process of the benchmark does for the program that started it: each line of its input is a command, answered
 * by one line.
 */
public interface Commands {
    /**
     * Does what a command says.
     *
     * @param command its words, at least one
     * @return the answer, or empty if there is no such command
     * @throws ExecutionException if it failed, with the cause
     */
    Optional<String> answer(String... command)
            throws IOException, InterruptedException, ExecutionException, TimeoutException;

    /**
     * Answers the lines of the standard input until it ends or says {@code quit}.
     *
     * @param replies where the answers go
     */
    default void serve(PrintStream replies) throws IOException, InterruptedException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null && !line.equals("quit"); line = lines.readLine()) {
            try {
                replies.println(answer(line.split(" ", -1)).orElse("error=command must be known"));
            } catch (ExecutionException failure) {
                replies.println("error=" + failure.getCause());
            } catch (IOException | TimeoutException | RuntimeException failure) {
                replies.println("error=" + failure);
            }
        }
    }
}
