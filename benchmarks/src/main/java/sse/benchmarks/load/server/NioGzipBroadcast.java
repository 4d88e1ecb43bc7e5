package sse.benchmarks.load.server;

import sse.api.Compression;
import sse.api.StreamOptions;

/** This library on {@code sse-nio}, to clients that ask for gzip: compressed once for all. */
public final class NioGzipBroadcast extends TopicBroadcast {
    /** Makes the server; it is not started. */
    public NioGzipBroadcast() {
        super(
                builder -> builder.transport("nio"),
                StreamOptions.builder().compression(Compression.GZIP).build());
    }
}
