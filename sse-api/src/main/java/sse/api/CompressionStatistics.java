package sse.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a lane, or all lanes of a server, have sent to streams whose {@linkplain Compression compression} a client has
 * asked for. {@link #bytesAfter} divided by {@link #bytesBefore} is the part of the bytes that is sent.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class CompressionStatistics {
    private final long bytesBefore;
    private final long bytesAfter;
    private final long keyframes;
    private final long compressors;

    private CompressionStatistics(Builder from) {
        this.bytesBefore = from.bytesBefore;
        this.bytesAfter = from.bytesAfter;
        this.keyframes = from.keyframes;
        this.compressors = from.compressors;
    }

    /**
     * Creates a builder in which everything is zero.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how many bytes the streams were sent, as they were before the compression.
     *
     * @return the number; an event of 100 bytes that 1,000 streams were sent counts 100,000
     */
    public long bytesBefore() {
        return bytesBefore;
    }

    /**
     * Returns how many bytes these have become.
     *
     * @return the number, with all that the format adds but the first and the last bytes of a stream
     */
    public long bytesAfter() {
        return bytesAfter;
    }

    /**
     * Returns how often the compression of a topic has begun without a history, which is when further streams join it.
     *
     * @return the number
     */
    public long keyframes() {
        return keyframes;
    }

    /**
     * Returns how many compressors there are now. Each takes up to 260 KB of memory that is not on the heap.
     *
     * @return the number
     */
    public long compressors() {
        return compressors;
    }

    /** Returns the sum of these statistics and others. */
    CompressionStatistics plus(CompressionStatistics other) {
        return builder()
                .bytesBefore(bytesBefore + other.bytesBefore)
                .bytesAfter(bytesAfter + other.bytesAfter)
                .keyframes(keyframes + other.keyframes)
                .compressors(compressors + other.compressors)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CompressionStatistics that
                && bytesBefore == that.bytesBefore
                && bytesAfter == that.bytesAfter
                && keyframes == that.keyframes
                && compressors == that.compressors;
    }

    @Override
    public int hashCode() {
        return Objects.hash(bytesBefore, bytesAfter, keyframes, compressors);
    }

    /** Returns all values. */
    @Override
    public String toString() {
        return "CompressionStatistics[bytesBefore=" + bytesBefore + ", bytesAfter=" + bytesAfter + ", keyframes="
                + keyframes + ", compressors=" + compressors + "]";
    }

    /** Builds {@link CompressionStatistics}. For use by one thread at a time. */
    public static final class Builder {
        private long bytesBefore;
        private long bytesAfter;
        private long keyframes;
        private long compressors;

        private Builder() {}

        /**
         * Sets the number of bytes before the compression.
         *
         * @param bytesBefore see {@link CompressionStatistics#bytesBefore}
         * @return this builder
         */
        public Builder bytesBefore(long bytesBefore) {
            this.bytesBefore = bytesBefore;
            return this;
        }

        /**
         * Sets the number of bytes after the compression.
         *
         * @param bytesAfter see {@link CompressionStatistics#bytesAfter}
         * @return this builder
         */
        public Builder bytesAfter(long bytesAfter) {
            this.bytesAfter = bytesAfter;
            return this;
        }

        /**
         * Sets the number of beginnings without a history.
         *
         * @param keyframes see {@link CompressionStatistics#keyframes}
         * @return this builder
         */
        public Builder keyframes(long keyframes) {
            this.keyframes = keyframes;
            return this;
        }

        /**
         * Sets the number of compressors.
         *
         * @param compressors see {@link CompressionStatistics#compressors}
         * @return this builder
         */
        public Builder compressors(long compressors) {
            this.compressors = compressors;
            return this;
        }

        /**
         * Builds the statistics.
         *
         * @return the statistics
         */
        public CompressionStatistics build() {
            return new CompressionStatistics(this);
        }
    }
}
