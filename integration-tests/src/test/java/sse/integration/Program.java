package sse.integration;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code java} process of the JDK that runs the tests. What it prints is read as it comes; every wait has a deadline,
 * and to close it ends it.
 */
final class Program implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 30;

    /** Follows the last line; no line can be it. */
    private static final String END = "\n";

    private final Process process;
    private final Thread reader;

    // Written by the reader, read by the test.
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuffer output = new StringBuffer();

    private Program(Process process) {
        this.process = process;
        this.reader = new Thread(() -> read(process.getInputStream()), "program-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code java} with arguments. Its standard error is read with its standard output. */
    static Program java(List<String> arguments) throws IOException {
        return start(javaCommand(arguments));
    }

    /** Starts {@code java} as {@link #java} does, with so many descriptors at most. Needs a POSIX shell. */
    static Program javaWithDescriptors(int most, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + most + " && exec \"$0\" \"$@\""));
        command.addAll(javaCommand(arguments));
        return start(command);
    }

    private static List<String> javaCommand(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Many short programs on few cores.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(arguments);
        return command;
    }

    private static Program start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"));
        return new Program(builder.start());
    }

    /** Waits for a line of the output that matches whole, and returns its match. */
    Matcher awaitLine(String regex) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + SECONDS.toNanos(DEADLINE_SECONDS);
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), NANOSECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("no line of the output matches " + regex + ":\n" + output);
            }
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                return matcher;
            }
        }
    }

    /** Writes a line to its standard input. */
    void type(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Types a word, and returns the number that it answers behind the same word. */
    long number(String command) {
        try {
            type(command);
            return Long.parseLong(awaitLine(command + " (.*)").group(1));
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Ends its standard input. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Asks it to end, as {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    /** Waits until it has ended, and returns its exit status. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, SECONDS)) {
            throw new AssertionError("program must end within " + DEADLINE_SECONDS + " s:\n" + output);
        }
        reader.join(SECONDS.toMillis(DEADLINE_SECONDS));
        return process.exitValue();
    }

    /** Returns everything it has printed so far; everything once {@link #awaitExit()} has returned. */
    String output() {
        return output.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read(InputStream in) {
        try (var text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                output.append(line).append('\n');
                lines.add(line);
            }
        } catch (IOException cutOff) {
            output.append("(the output ends: ").append(cutOff.getMessage()).append(")\n");
        }
        lines.add(END);
    }
}
