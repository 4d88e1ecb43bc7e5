package sse.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sse.benchmarks.load.client.MemoryMain;
import sse.benchmarks.load.server.NginxGzipBroadcast;
import sse.benchmarks.load.server.ServerMain;
import sse.benchmarks.load.server.Servers;
import sse.benchmarks.redis.LocalRedis;

/** The servers: how each is started, and why one cannot be. Immutable. */
final class ServerCatalog {
    /** This library on the testkit's transport, with its subscribers in the same process; only for a soak. */
    static final String MEMORY = "memory";

    private static final String GZIP = "-gzip";
    private static final String TLS = "-tls";
    private static final String COALESCING = "c-coalescing";
    private static final String PER_EVENT = "c-per-event";
    private static final Path SOURCE = Path.of("src/main/c/broadcast.c");

    private final String heap;
    private final Path program;
    private final Optional<String> programMissing;

    /**
     * Compiles the programs in C.
     *
     * @param heap the most heap of a server in Java
     * @param directory where the compiled program goes
     */
    ServerCatalog(String heap, Path directory) throws InterruptedException {
        this.heap = heap;
        this.program = directory.resolve("broadcast");
        this.programMissing = compile(program);
    }

    /** Returns all names: this library's servers, the peers, and the programs in C. */
    static List<String> names() {
        return Stream.concat(Servers.names().stream(), Stream.of(COALESCING, PER_EVENT))
                .toList();
    }

    /** Returns the names of those that are measured unless others are asked for: they neither compress nor encrypt. */
    static List<String> byDefault() {
        return names().stream()
                .filter(name -> !name.endsWith(GZIP) && !name.endsWith(TLS))
                .toList();
    }

    /** Returns the names of those that are stopped with open streams: this library's, and what Spring has. */
    static List<String> stopping() {
        return List.of("tomcat", "jetty-mount", "boot-tomcat", "boot-jetty", "mvc-tomcat", "mvc-jetty");
    }

    /** Returns true if the clients of a server speak HTTP/2. */
    static boolean speaksHttp2(String name) {
        return name.endsWith("-http2");
    }

    /** Returns the names of those that take posts: this library's servers, and the programs in C. */
    static List<String> takingPosts() {
        return List.of("nio", "jdkhttp", COALESCING, PER_EVENT);
    }

    /**
     * Returns the reason why a server cannot be started.
     *
     * @param name its name
     * @return the reason, or empty if it can
     * @throws IllegalArgumentException if there is no such name
     */
    Optional<String> missing(String name) {
        if (isC(name)) {
            return programMissing;
        }
        if (isInMemory(name)) {
            return Optional.empty();
        }
        if (Servers.namesOnRedis().contains(name)) {
            return LocalRedis.isInstalled() ? Optional.empty() : Optional.of("there is no redis-server on the path");
        }
        if (name.equals(Servers.NGINX) && !NginxGzipBroadcast.isInstalled()) {
            return Optional.of("there is no nginx on the path");
        }
        if (!names().contains(name) && !Servers.namesInContainers().contains(name)) {
            throw new IllegalArgumentException("--servers must be of " + names() + ": \"" + name + "\"");
        }
        return missing(Servers.find(name));
    }

    /** Returns the reason why something cannot be started whose class may be missing. */
    static Optional<String> missing(Optional<?> found) {
        return found.isPresent()
                ? Optional.empty()
                : Optional.of("its class is not there: not compiled on JDK "
                        + Runtime.version().feature());
    }

    /** Returns the command that starts a server. */
    List<String> command(String name) {
        if (isC(name)) {
            return name.equals(COALESCING) ? List.of(program.toString(), "--coalesce") : List.of(program.toString());
        }
        if (isInMemory(name)) {
            return java("-Xmx" + heap, MemoryMain.class);
        }
        return java("-Xmx" + heap, ServerMain.class, name);
    }

    /** Returns true if the subscribers are to speak TLS. */
    static boolean isTls(String name) {
        return name.endsWith(TLS);
    }

    /** Returns true if the subscribers are in the server's process. */
    boolean isInMemory(String name) {
        return name.equals(MEMORY);
    }

    /** Returns the command of a Java program that runs as this one does. */
    static List<String> java(String heapOption, Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(heapOption);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(args));
        return command;
    }

    private static boolean isC(String name) {
        return name.equals(COALESCING) || name.equals(PER_EVENT);
    }

    private static Optional<String> compile(Path program) throws InterruptedException {
        Path source = Files.exists(SOURCE) ? SOURCE : Path.of("benchmarks").resolve(SOURCE);
        if (!Files.exists(source)) {
            return Optional.of("its source is not below the current directory: " + SOURCE);
        }
        try {
            Files.createDirectories(program.toAbsolutePath().getParent());
            int status = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            return status == 0 ? Optional.empty() : Optional.of("the C compiler refuses it: it needs Linux");
        } catch (IOException failure) {
            return Optional.of("there is no C compiler: " + failure.getMessage());
        }
    }
}
