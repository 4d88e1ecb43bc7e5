package sse.api.internal.codec;

/** Replaces unpaired surrogates, which UTF-8 cannot represent. */
final class Surrogates {

    private Surrogates() {}

    /** Returns the text with U+FFFD for each unpaired surrogate; the same instance if it has none. */
    static String replaceUnpaired(String text) {
        int i = unpaired(text, 0);
        if (i < 0) {
            return text;
        }
        var out = new StringBuilder(text);
        for (; i >= 0; i = unpaired(text, i + 1)) {
            out.setCharAt(i, '\uFFFD');
        }
        return out.toString();
    }

    private static int unpaired(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
