package sse.benchmarks.decoding;

/** Parses a whole stream that is in memory: the library's own decoder, or another client's. For use by one thread. */
interface StreamParser {

    /**
     * Parses a stream from its beginning to its end.
     *
     * @param stream the bytes
     * @param chunkBytes how many bytes at most the parser is given at once
     * @return what it found
     */
    ParsedCount parse(byte[] stream, int chunkBytes) throws Exception;
}
