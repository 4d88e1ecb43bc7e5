package sse.api.internal.codec;

/** Keeps the string that was decoded last, so that equal bytes in a row return the same string without allocation. */
final class StringCache {

    private final ByteArrayBuilder utf8 = new ByteArrayBuilder(32);
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
