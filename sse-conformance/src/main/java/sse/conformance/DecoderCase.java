package sse.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sse.conformance.internal.json.JsonObject;

/**
 * A stream and what it is decoded to. {@link Cases#decoder()} returns all. Immutable. A null argument causes a
 * {@link NullPointerException} that names the parameter.
 */
public final class DecoderCase {
    private final String name;
    private final String source;
    private final byte[] stream;
    private final List<JsonObject> expected;
    private final String lastEventId;

    DecoderCase(JsonObject json) {
        this.name = json.text("name");
        this.source = json.text("source");
        this.stream = json.text("stream").getBytes(StandardCharsets.ISO_8859_1);
        this.expected = json.objects("expect");
        this.lastEventId = json.text("lastEventId");
    }

    /**
     * Returns the name, which no other case of a decoder has and no version changes.
     *
     * @return the name, a phrase in English
     */
    public String name() {
        return name;
    }

    /**
     * Returns where the rule is.
     *
     * @return a standard and its section, such as {@code HTML 9.2.6} or {@code Encoding 8.1.1}, both of WHATWG
     */
    public String source() {
        return source;
    }

    /**
     * Returns the bytes of the stream.
     *
     * @return a new array
     */
    public byte[] stream() {
        return stream.clone();
    }

    /**
     * Returns true if the stream is valid UTF-8. Otherwise it is one that no server sends on purpose.
     *
     * @return true if it can be decoded without a replacement character
     */
    public boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(stream));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /**
     * Calls a listener with what the stream is decoded to, in order, {@link StreamListener#lastEventId} last.
     *
     * @param listener the listener
     */
    public void replay(StreamListener listener) {
        Objects.requireNonNull(listener, "listener");
        for (JsonObject entry : expected) {
            if (entry.has("event")) {
                JsonObject event = entry.object("event");
                listener.event(event.text("type"), event.text("data"), event.text("lastEventId"));
            } else if (entry.has("retry")) {
                listener.retry(entry.number("retry"));
            } else {
                listener.comment(entry.text("comment"));
            }
        }
        listener.lastEventId(lastEventId);
    }

    /**
     * Returns the stream in every way in which it is to be decoded: whole, in two pieces cut at every byte, and byte by
     * byte.
     *
     * @return a list of lists of chunks, none of which is empty
     */
    public List<List<byte[]>> splits() {
        List<List<byte[]>> splits = new ArrayList<>();
        splits.add(chunks(0));
        for (int cut = 1; cut < stream.length; cut++) {
            splits.add(chunks(cut));
        }
        List<byte[]> singles = new ArrayList<>();
        for (byte single : stream) {
            singles.add(new byte[] {single});
        }
        splits.add(singles);
        return splits;
    }

    private List<byte[]> chunks(int cut) {
        List<byte[]> chunks = new ArrayList<>();
        piece(0, cut).ifPresent(chunks::add);
        piece(cut, stream.length).ifPresent(chunks::add);
        return chunks;
    }

    private Optional<byte[]> piece(int from, int to) {
        return from == to ? Optional.empty() : Optional.of(Arrays.copyOfRange(stream, from, to));
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
