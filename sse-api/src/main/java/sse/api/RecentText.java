package sse.api;

/**
 * Remembers the last text that was decoded, so that the same bytes give the same string again and cost no allocation.
 */
final class RecentText {

    private final Bytes utf8 = new Bytes(32);
    private String text = "";

    String decode(byte[] bytes, int from, int end) {
        if (!utf8.contentEquals(bytes, from, end)) {
            text = Utf8.decode(bytes, from, end);
            utf8.clear();
            utf8.append(bytes, from, end);
        }
        return text;
    }
}
