package sse.integration.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a proxy runs.
 *
 * @param directory an empty directory for its files
 * @param port where it listens, on the loopback interface
 * @param upstream where the server or the next proxy listens
 */
record Site(Path directory, int port, int upstream, Mode mode) {
    /** Returns the address that it listens on. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns one of the blocks of a language in the guide, with the upstream of this site. */
    Snippet snippet(String language, int index) throws IOException {
        return Snippet.printed(language, index).with("8080", Integer.toString(upstream));
    }

    /** Writes a file and returns its path. */
    String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
