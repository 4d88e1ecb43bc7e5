package sse.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Keeps processes on cores of their own with {@code taskset}, where there is one and more than one core. Immutable. */
record CpuPinning(int cpus, boolean possible, String serverCpus, String clientCpus) {
    private static final String TASKSET = "taskset";

    static CpuPinning of(String serverCpus, String clientCpus) {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, TASKSET)));
        int cpus = Runtime.getRuntime().availableProcessors();
        return new CpuPinning(cpus, found && cpus > 1, serverCpus, clientCpus);
    }

    List<String> server(List<String> command) {
        return pinned(serverCpus, command);
    }

    List<String> client(List<String> command) {
        return pinned(clientCpus, command);
    }

    /** For a process that is server and subscribers at once; it would otherwise stay where this one is. */
    List<String> both(List<String> command) {
        return pinned(serverCpus + "," + clientCpus, command);
    }

    /** Keeps this process itself off the server's cores. */
    void pinSelf() throws LoadException, InterruptedException {
        if (!possible) {
            return;
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder(TASKSET, "-acp", clientCpus, pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new LoadException("taskset must run", failure);
        }
    }

    /** Describes the pinning for the report. */
    String describe() {
        return possible
                ? "of " + cpus + " CPUs the server has " + serverCpus + ", the subscribers have " + clientCpus
                : "not pinned: there is no taskset, or only one CPU";
    }

    private List<String> pinned(String cpus, List<String> command) {
        if (!possible) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of(TASKSET, "-c", cpus));
        pinned.addAll(command);
        return pinned;
    }
}
