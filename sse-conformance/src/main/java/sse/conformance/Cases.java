package sse.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import sse.conformance.internal.json.JsonObject;
import sse.conformance.internal.json.JsonReader;

/** The cases of this module. Thread-safe; each call reads them anew. */
public final class Cases {
    private Cases() {}

    /**
     * Returns the streams and what they are decoded to, from {@code decoder.json}.
     *
     * @return the cases in the order of the file
     */
    public static List<DecoderCase> decoder() {
        return read("decoder.json").stream().map(DecoderCase::new).toList();
    }

    /**
     * Returns the events and their bytes, from {@code encoder.json}.
     *
     * @return the cases in the order of the file
     */
    public static List<EncoderCase> encoder() {
        return read("encoder.json").stream().map(EncoderCase::new).toList();
    }

    /**
     * Returns what is checked of a server, from {@code server.json}.
     *
     * @return the cases in the order of the file
     */
    public static List<ServerCase> server() {
        return read("server.json").stream().map(ServerCase::new).toList();
    }

    private static List<JsonObject> read(String name) {
        try (InputStream in = Objects.requireNonNull(Cases.class.getResourceAsStream(name), name)) {
            return JsonObject.of(JsonReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
                    .objects("cases");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
