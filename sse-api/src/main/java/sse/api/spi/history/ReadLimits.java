package sse.api.spi.history;

/** How much a page may hold. Immutable. */
public final class ReadLimits {
    private final int entries;
    private final long bytes;

    private ReadLimits(int entries, long bytes) {
        this.entries = entries;
        this.bytes = bytes;
    }

    /**
     * Makes limits.
     *
     * @param entries how many entries at most
     * @param bytes how many bytes their frames take at most; one entry is returned however large it is
     * @return the limits
     * @throws IllegalArgumentException if one is not positive
     */
    public static ReadLimits of(int entries, long bytes) {
        if (entries < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be at least 1 entry and 1 byte: " + entries + " entries, " + bytes + " bytes");
        }
        return new ReadLimits(entries, bytes);
    }

    /**
     * Returns how many entries a page holds at most.
     *
     * @return the number of entries
     */
    public int entries() {
        return entries;
    }

    /**
     * Returns how many bytes the frames of a page take at most.
     *
     * @return the number of bytes
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Returns true if a page may take one more entry.
     *
     * @param pageEntries how many entries it has
     * @param pageBytes how many bytes their frames take
     * @param nextBytes how many bytes the frame of the next entry takes
     * @return whether the page stays within the limits; always true for its first entry
     */
    public boolean allow(int pageEntries, long pageBytes, int nextBytes) {
        return pageEntries == 0 || (pageEntries < entries && pageBytes + nextBytes <= bytes);
    }

    @Override
    public String toString() {
        return "ReadLimits[" + entries + " entries, " + bytes + " bytes]";
    }
}
