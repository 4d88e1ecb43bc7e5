package sse.integration.proxy;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import sse.integration.fixtures.SearchPath;
import sse.integration.fixtures.Waiting;

/**
 * A process of a proxy, with a configuration and a directory of its own: it reads no configuration of the system. Its
 * output is the log. {@link #close()} ends the process and those that it has started.
 */
final class RunningProxy implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final long DEADLINE_SECONDS = 30;

    private final Proxy proxy;
    private final Process process;
    private final Site site;

    private RunningProxy(Proxy proxy, Process process, Site site) {
        this.proxy = proxy;
        this.process = process;
        this.site = site;
    }

    /** Skips the running test if the program of a proxy is not installed. */
    static void assumeInstalled(Proxy proxy) {
        Assumptions.assumeTrue(
                executable(proxy).isPresent(), () -> "there is no " + proxy.program() + " on the PATH or in /usr/sbin");
    }

    private static Optional<Path> executable(Proxy proxy) {
        return SearchPath.find(proxy.program(), "/usr/sbin");
    }

    /**
     * Starts a proxy and waits until it accepts connections.
     *
     * @param directory the parent of the directory for its files
     * @param upstream where the server or the next proxy listens
     */
    static RunningProxy start(Proxy proxy, Path directory, int upstream, Mode mode) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path own = Files.createTempDirectory(directory, proxy.program());
            // Another process may bind the port before the proxy does.
            RunningProxy running = run(proxy, new Site(own, freePort(), upstream, mode));
            Waiting.until(proxy + " listens or has ended", () -> !running.process.isAlive() || running.isListening());
            if (running.process.isAlive()) {
                return running;
            }
            if (attempt == ATTEMPTS) {
                throw new IOException(proxy + " must start:\n" + running.log());
            }
        }
    }

    private static RunningProxy run(Proxy proxy, Site site) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(executable(proxy).orElseThrow().toString());
        command.addAll(proxy.configure(site));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(site.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(site.directory().resolve("log").toFile());
        // Where programs keep what they write by themselves.
        for (String variable : List.of("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")) {
            builder.environment().put(variable, site.directory().toString());
        }
        Process process = builder.start();
        // If the tests are ended by a signal.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return new RunningProxy(proxy, process, site);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), site.port()), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return site.port();
    }

    /** Returns its address. */
    URI uri() {
        String scheme = site.mode() == Mode.AS_PRINTED ? proxy.scheme() : "http";
        return URI.create(scheme + "://" + site.address());
    }

    /** Returns what it has written to its output. */
    String log() {
        try {
            return Files.readString(site.directory().resolve("log"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(DEADLINE_SECONDS / 3, SECONDS)) {
            process.destroyForcibly();
        }
        if (!process.waitFor(DEADLINE_SECONDS, SECONDS)) {
            throw new AssertionError(proxy + " must end within " + DEADLINE_SECONDS + " s:\n" + log());
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
