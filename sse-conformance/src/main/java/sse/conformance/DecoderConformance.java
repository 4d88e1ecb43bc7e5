package sse.conformance;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import sse.conformance.CaseResult.Outcome;

/**
 * Runs a decoder on every case, whole, cut in two at every byte, and byte by byte.
 *
 * <pre>{@code
 * for (CaseResult result : DecoderConformance.of(decoder).withRetries().run()) {
 *     System.out.println(result);
 * }
 * }</pre>
 *
 * <p>Events are always compared; reconnection times, comments and the last event ID at the end of a stream only if the
 * decoder reports them. Immutable and thread-safe, as far as the decoder is. A null argument causes a
 * {@link NullPointerException} that names the parameter.
 */
public final class DecoderConformance {
    private final StreamDecoder decoder;
    private final Set<Decoding.Part> parts;

    private DecoderConformance(StreamDecoder decoder, Set<Decoding.Part> parts) {
        this.decoder = decoder;
        this.parts = parts;
    }

    /**
     * Creates a check of which events a decoder dispatches.
     *
     * @param decoder the decoder, called on the thread of the check
     * @return the check
     */
    public static DecoderConformance of(StreamDecoder decoder) {
        return new DecoderConformance(Objects.requireNonNull(decoder, "decoder"), EnumSet.noneOf(Decoding.Part.class));
    }

    /**
     * Compares reconnection times too.
     *
     * @return a new check
     */
    public DecoderConformance withRetries() {
        return with(Decoding.Part.RETRY);
    }

    /**
     * Compares comments too.
     *
     * @return a new check
     */
    public DecoderConformance withComments() {
        return with(Decoding.Part.COMMENT);
    }

    /**
     * Compares the last event ID at the end of a stream too, which {@link StreamListener#lastEventId} reports.
     *
     * @return a new check
     */
    public DecoderConformance withLastEventIds() {
        return with(Decoding.Part.LAST_EVENT_ID);
    }

    private DecoderConformance with(Decoding.Part part) {
        Set<Decoding.Part> more = EnumSet.of(part);
        more.addAll(parts);
        return new DecoderConformance(decoder, more);
    }

    /**
     * Runs every case. Blocks as long as the decoder does.
     *
     * @return the results in the order of {@link Cases#decoder()}
     */
    public List<CaseResult> run() {
        return Cases.decoder().stream().map(this::run).toList();
    }

    /**
     * Runs one case, up to the first split that is decoded differently.
     *
     * @param tested the case
     * @return its result: passed or failed
     */
    public CaseResult run(DecoderCase tested) {
        Decoding expected = new Decoding(parts);
        tested.replay(expected);
        for (List<byte[]> chunks : tested.splits()) {
            Decoding actual = new Decoding(parts);
            String failure = decode(chunks, actual);
            if (!failure.isEmpty() || !actual.entries().equals(expected.entries())) {
                return CaseResult.of(
                        tested.name(),
                        Outcome.FAILED,
                        "in chunks of " + lengths(chunks) + " bytes expected " + expected.entries() + ", got "
                                + actual.entries() + failure);
            }
        }
        return CaseResult.passed(tested.name());
    }

    private String decode(List<byte[]> chunks, Decoding actual) {
        try {
            decoder.decode(chunks, actual);
            return "";
        } catch (Exception failure) {
            return " and " + failure;
        }
    }

    private static String lengths(List<byte[]> chunks) {
        return chunks.size() > 2
                ? "1"
                : chunks.stream().map(chunk -> chunk.length).toList().toString();
    }
}
