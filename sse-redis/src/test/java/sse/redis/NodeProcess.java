package sse.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A {@link LocalNode} in a process of its own. */
final class NodeProcess implements Node {
    private final Process process;
    private final BufferedReader output;
    private final int port;

    private NodeProcess(Process process) throws IOException {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.port = Integer.parseInt(readLine());
    }

    static Node start(List<Integer> ports, int rate, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LocalNode.class.getName(),
                ports.stream().map(String::valueOf).collect(Collectors.joining(",")),
                Integer.toString(rate));
        builder.environment().putAll(environment);
        return new NodeProcess(
                builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    private String readLine() throws IOException {
        return Objects.requireNonNull(output.readLine(), "node ended");
    }

    private String ask(String question) throws IOException {
        process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return readLine();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long currentTimeMillis() throws IOException {
        return Long.parseLong(ask("time"));
    }

    @Override
    public NodeNumbers stopPublishing() throws IOException {
        return NodeNumbers.parse(ask("stop"));
    }

    @Override
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("node must take the signal " + name + ": kill has failed with " + status);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
