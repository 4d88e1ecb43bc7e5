package sse.benchmarks.load.server;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * nginx, which compresses each stream for itself, before {@link NioBroadcast}, which does not. It is one process, on
 * the cores of this one; its CPU time and memory are what counts, not those of the server behind it.
 *
 * <p>It is set up as its documentation says for event streams: no buffering, HTTP/1.1 to the server, which is not asked
 * for compression. Its level of compression is its default, the fastest.
 */
public final class NginxGzipBroadcast implements BroadcastServer {
    private static final String PROGRAM = "nginx";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            worker_rlimit_nofile 65536;
            pid nginx.pid;
            error_log stderr;
            events {
                worker_connections 65536;
            }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                gzip on;
                gzip_types text/event-stream;
                gzip_min_length 0;
                server {
                    listen PORT backlog=1024;
                    location / {
                        proxy_pass http://127.0.0.1:ORIGIN;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Accept-Encoding "";
                        proxy_buffering off;
                        proxy_read_timeout 1h;
                    }
                }
            }
            """;

    private final NioBroadcast origin = new NioBroadcast();
    private @Nullable Process nginx;
    private @Nullable Path directory;

    /** Returns true if there is an nginx on the path. */
    public static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, PROGRAM)));
    }

    @Override
    public int start() throws IOException {
        int originPort = origin.start();
        int port = freePort();
        Path files = Files.createTempDirectory("load-nginx");
        directory = files;
        Path configuration = files.resolve("nginx.conf");
        Files.writeString(
                configuration,
                CONFIGURATION.replace("PORT", Integer.toString(port)).replace("ORIGIN", Integer.toString(originPort)));
        Process process = new ProcessBuilder(
                        PROGRAM, "-p", files.toString(), "-c", configuration.toString(), "-e", "stderr")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        nginx = process;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "nginx-end"));
        await(process, port);
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(Process process, int port) throws IOException {
        long beganNanos = System.nanoTime();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() - beganNanos > START_NANOS) {
                    throw new IOException("nginx must start on port " + port, notYet);
                }
            }
        }
    }

    @Override
    public void broadcast(long sequence, String data) throws IOException {
        origin.broadcast(sequence, data);
    }

    @Override
    public int streams() {
        return origin.streams();
    }

    @Override
    public long pid() {
        return nginx == null ? origin.pid() : nginx.pid();
    }

    /** Returns zero: nginx has no heap that a collector knows. */
    @Override
    public long liveHeapBytes() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        if (nginx != null) {
            nginx.destroyForcibly();
            try {
                nginx.waitFor();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        origin.close();
        if (directory != null) {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
