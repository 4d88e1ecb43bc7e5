package sse.integration.conformance;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.conformance.Cases;
import sse.conformance.DecoderCase;
import sse.conformance.StreamDecoder;
import sse.conformance.StreamListener;
import sse.integration.fixtures.Forks;
import sse.integration.fixtures.SearchPath;

/** npm's {@code eventsource-parser}, in a process that decodes all cases at all splits at once. */
final class NodeParser implements StreamDecoder {
    private static final Path DIRECTORY = Forks.directory("eventsource-parser");

    private static @Nullable Optional<String> missing;

    // What each split of each stream is decoded to, by its chunks in hexadecimal.
    private final Map<String, String> decoded = new HashMap<>();

    /** Returns why it cannot be run; empty if it can. */
    static synchronized Optional<String> missing() throws Exception {
        if (missing == null) {
            missing = install();
        }
        return missing;
    }

    static String version() {
        try {
            String manifest = resource("package.json");
            return manifest.replaceAll("(?s).*\"eventsource-parser\": \"([^\"]+)\".*", "$1");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    NodeParser() throws Exception {
        List<String> splits = Cases.decoder().stream()
                .map(DecoderCase::splits)
                .flatMap(List::stream)
                .map(NodeParser::hex)
                .distinct()
                .toList();
        Path input = DIRECTORY.resolve("streams.txt");
        Path output = DIRECTORY.resolve("events.txt");
        Files.write(input, splits);
        Process node = new ProcessBuilder(SearchPath.find("node").orElseThrow().toString(), "decode.mjs")
                .directory(DIRECTORY.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(DIRECTORY.resolve("node.log").toFile())
                .start();
        if (exitStatus(node, 60) != 0) {
            throw new AssertionError("node must succeed: " + Files.readString(DIRECTORY.resolve("node.log")));
        }
        List<String> reports = Files.readAllLines(output);
        for (int i = 0; i < splits.size(); i++) {
            decoded.put(splits.get(i), reports.get(i));
        }
    }

    @Override
    public void decode(List<byte[]> chunks, StreamListener listener) {
        String report = Objects.requireNonNull(decoded.get(hex(chunks)));
        for (String event : report.isEmpty() ? List.<String>of() : List.of(report.split(";", -1))) {
            String[] texts = event.split(",", -1);
            listener.event(text(texts[0]), text(texts[1]), text(texts[2]));
        }
    }

    private static String hex(List<byte[]> chunks) {
        return String.join(",", chunks.stream().map(HexFormat.of()::formatHex).toList());
    }

    private static String text(String hex) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < hex.length(); at += 4) {
            text.append((char) Integer.parseInt(hex.substring(at, at + 4), 16));
        }
        return text.toString();
    }

    private static Optional<String> install() throws Exception {
        Optional<Path> npm = SearchPath.find("npm");
        if (npm.isEmpty() || SearchPath.find("node").isEmpty()) {
            return Optional.of("there is no node or npm on the PATH");
        }
        Files.createDirectories(DIRECTORY);
        for (String name : List.of("package.json", "package-lock.json", "decode.mjs")) {
            Files.writeString(DIRECTORY.resolve(name), resource(name));
        }
        Path log = DIRECTORY.resolve("npm.log");
        Process install = new ProcessBuilder(npm.get().toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = exitStatus(install, 120);
        String output = Files.readString(log);
        if (output.contains("EINTEGRITY")) {
            throw new AssertionError("package must be the one that was pinned: " + output);
        }
        return status == 0 ? Optional.empty() : Optional.of("npm cannot install eventsource-parser: " + output);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = NodeParser.class.getResourceAsStream("/eventsource-parser/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int exitStatus(Process process, long seconds) throws InterruptedException {
        try {
            return process.waitFor(seconds, SECONDS) ? process.exitValue() : -1;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
