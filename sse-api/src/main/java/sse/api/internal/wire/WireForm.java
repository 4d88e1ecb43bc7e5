package sse.api.internal.wire;

/** How frames are represented on a connection. Streams with the same form can be written the same bytes. */
public enum WireForm {
    /** The bytes of the frames, one frame after the other. */
    IDENTITY,

    /** Compressed, in the gzip format. */
    GZIP
}
