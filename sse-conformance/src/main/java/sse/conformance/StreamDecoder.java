package sse.conformance;

import java.util.List;

/** A decoder that is checked. */
@FunctionalInterface
public interface StreamDecoder {
    /**
     * Decodes one stream from its beginning to its end. Each call is a stream of its own: nothing is kept from the one
     * before.
     *
     * @param chunks the bytes in the pieces in which they arrive, none of which is empty. The stream ends after the
     *     last one
     * @param listener is to be called with what the chunks are decoded to, in order
     * @throws Exception if the stream cannot be decoded, which fails the case: there is no stream that must be refused
     */
    void decode(List<byte[]> chunks, StreamListener listener) throws Exception;
}
