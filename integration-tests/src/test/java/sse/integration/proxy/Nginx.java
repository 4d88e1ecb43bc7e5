package sse.integration.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sse.integration.fixtures.SearchPath;
import sse.integration.fixtures.Waiting;

/** The system's nginx as a reverse proxy of one server. */
final class Nginx implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Finds the executable on the {@code PATH} or in Debian's directory. */
    static Optional<Path> executable() {
        return SearchPath.find("nginx", "/usr/sbin");
    }

    /**
     * Starts a proxy with nginx's defaults.
     *
     * @param directory an empty directory for nginx's files
     * @param more directives of the location, each terminated by a semicolon
     */
    static Nginx before(int upstream, Path executable, Path directory, String more) throws IOException {
        for (int attempt = 1; ; attempt++) {
            // Another process may bind the port before nginx does.
            Nginx nginx = start(executable, directory, upstream, more);
            Waiting.until("nginx listens or has ended", () -> !nginx.process.isAlive() || nginx.isListening());
            if (nginx.process.isAlive()) {
                return nginx;
            }
            if (attempt == ATTEMPTS) {
                throw new IOException("nginx must start: "
                        + new String(nginx.process.getInputStream().readAllBytes(), US_ASCII));
            }
        }
    }

    private static Nginx start(Path executable, Path directory, int upstream, String more) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    server {
                        listen 127.0.0.1:%2$d;
                        location / {
                            proxy_pass http://127.0.0.1:%3$d;
                            %4$s
                        }
                    }
                }
                """.formatted(directory, port, upstream, more));
        List<String> command = List.of(
                executable.toString(), "-p", directory.toString(), "-e", "stderr", "-c", configuration.toString());
        return new Nginx(new ProcessBuilder(command).redirectErrorStream(true).start(), port);
    }

    /** Returns its address. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, SECONDS)) {
            throw new AssertionError("nginx must end within 30 s");
        }
    }
}
