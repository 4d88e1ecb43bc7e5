package sse.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Says on one line of a terminal how far the run is; elsewhere on a line for each step. For use by one thread. */
final class Progress {
    private final PrintStream out;
    private final boolean terminal;
    private final long beganNanos = System.nanoTime();
    private String step = "";

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Shows progress on the standard output. */
    static Progress onStandardOutput() {
        return new Progress(System.out, isTerminal());
    }

    /** Begins a step of all that are to be made. */
    void begin(int number, int of, String name) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNanos);
        step = "[%d/%d, %d:%02d] %s".formatted(number, of, elapsed.toMinutes(), elapsed.toSecondsPart(), name);
        if (terminal) {
            show("");
        } else {
            out.println(step);
        }
    }

    /** Reports progress within the step. */
    void show(String what) {
        if (terminal) {
            out.print("\r\u001b[K" + step + (what.isEmpty() ? "" : ": " + what));
            out.flush();
        }
    }

    /** Prints a line that stays. */
    void print(String line) {
        out.println(terminal ? "\r\u001b[K" + line : line);
    }

    /** Since JDK 22 there is a console also where there is no terminal. */
    private static boolean isTerminal() {
        try {
            String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false;
        }
    }
}
