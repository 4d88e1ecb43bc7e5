package sse.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that run in the broker. */
enum Script {
    PUBLISH("publish.lua"),
    READ("read.lua");

    private final String source;

    Script(String name) {
        this.source = resource("common.lua") + resource(name);
    }

    /** Returns the script's text. */
    byte[] source() {
        return source.getBytes(StandardCharsets.UTF_8);
    }

    private static String resource(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource must be in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
