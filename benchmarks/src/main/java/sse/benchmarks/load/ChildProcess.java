package sse.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of the program's own, which answers each line it is sent by one line. Its errors go to a file. For use by
 * one thread, but {@link #kill} may be called by any.
 */
final class ChildProcess implements AutoCloseable {
    private static final int TAIL_LINES = 15;
    private static final long ANSWER_SECONDS = 120;
    private static final long QUIT_SECONDS = 10;
    private static final String GONE = "";

    private final String name;
    private final Process process;
    private final Path errors;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private ChildProcess(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        this.commands = process.outputWriter(StandardCharsets.US_ASCII);
        Thread reader = new Thread(this::readAnswers, "load-answers-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @param name how messages call it
     * @param command the program and its arguments
     * @param errors the file that its errors go to
     */
    static ChildProcess start(String name, List<String> command, Path errors) throws LoadException {
        try {
            Files.createDirectories(errors.toAbsolutePath().getParent());
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            return new ChildProcess(name, process, errors);
        } catch (IOException failure) {
            throw new LoadException(name + " must start: " + command.get(0), failure);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Sends a command and waits for its answer. */
    Reply ask(String command) throws LoadException, InterruptedException {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException gone) {
            throw new LoadException(lastWords("to \"" + command + "\""), gone);
        }
        return answer(command);
    }

    /** Waits for a line that it says unasked. */
    Reply answer(String command) throws LoadException, InterruptedException {
        String line = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new LoadException(name + " must answer \"" + command + "\" within " + ANSWER_SECONDS + " s");
        }
        if (line.equals(GONE)) {
            throw new LoadException(lastWords("to \"" + command + "\""));
        }
        Reply reply = Reply.parse(line);
        if (!reply.text("error").isEmpty()) {
            throw new LoadException(name + " could not \"" + command + "\": " + reply.text("error"));
        }
        return reply;
    }

    /** Returns what is to be said of a process that has ended unasked, or an empty text if it is alive. */
    String obituary() {
        return process.isAlive() ? "" : name + " has ended" + epitaph();
    }

    /**
     * Has the process end by itself, and waits for that.
     *
     * @return how long it took
     * @throws LoadException if it takes longer
     */
    Duration quit(Duration longest) throws LoadException, InterruptedException {
        long beganNanos = System.nanoTime();
        try {
            commands.write("quit\n");
            commands.flush();
        } catch (IOException gone) {
            throw new LoadException(lastWords("to \"quit\""), gone);
        }
        if (!process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new LoadException(name + " must end within " + longest.toSeconds() + " s");
        }
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    /** Ends the process at once. */
    void kill() {
        process.destroyForcibly();
    }

    /** Ends the process: in order, or if that takes long, at once. */
    @Override
    public void close() {
        try (commands) {
            commands.write("quit\n");
        } catch (IOException gone) {
            // It has ended by itself, which is all that was wanted.
        }
        try {
            if (!process.waitFor(QUIT_SECONDS, TimeUnit.SECONDS)) {
                kill();
                process.waitFor();
            }
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private void readAnswers() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException closed) {
            // The same as its end.
        }
        answers.add(GONE);
    }

    private String epitaph() {
        String tail;
        try {
            // Its output may end a moment before it does.
            process.waitFor(1, TimeUnit.SECONDS);
            List<String> lines = Files.readAllLines(errors, StandardCharsets.ISO_8859_1);
            tail = String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException unreadable) {
            tail = unreadable.toString();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            tail = "";
        }
        String status = process.isAlive() ? "" : " with status " + process.exitValue();
        return status + "; its last words, of " + errors + ":\n  " + tail;
    }

    private String lastWords(String when) {
        return name + " must answer " + when + " but has ended" + epitaph();
    }
}
