package sse.api.internal.codec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a whole stream in the simplest way, sentence by sentence as in the standards: WHATWG Encoding, "UTF-8
 * decoder", then WHATWG HTML, "parsing an event stream" and "interpreting an event stream".
 */
public final class ReferenceDecoder {

    public final List<String> entries = new ArrayList<>();
    public String lastEventId = "";

    private String data = "";
    private String type = "";
    private String id = "";

    public static String utf8(byte[] bytes) {
        var text = new StringBuilder();
        int codePoint = 0;
        int seen = 0;
        int needed = 0;
        int lower = 0x80;
        int upper = 0xBF;
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (needed == 0) {
                if (b <= 0x7F) {
                    text.append((char) b);
                } else if (b >= 0xC2 && b <= 0xDF) {
                    needed = 1;
                    codePoint = b & 0x1F;
                } else if (b >= 0xE0 && b <= 0xEF) {
                    lower = b == 0xE0 ? 0xA0 : lower;
                    upper = b == 0xED ? 0x9F : upper;
                    needed = 2;
                    codePoint = b & 0xF;
                } else if (b >= 0xF0 && b <= 0xF4) {
                    lower = b == 0xF0 ? 0x90 : lower;
                    upper = b == 0xF4 ? 0x8F : upper;
                    needed = 3;
                    codePoint = b & 0x7;
                } else {
                    text.append('\uFFFD');
                }
                continue;
            }
            boolean inRange = b >= lower && b <= upper;
            lower = 0x80;
            upper = 0xBF;
            if (!inRange) {
                codePoint = needed = seen = 0;
                text.append('\uFFFD');
                i--;
                continue;
            }
            codePoint = codePoint << 6 | b & 0x3F;
            if (++seen == needed) {
                text.appendCodePoint(codePoint);
                codePoint = needed = seen = 0;
            }
        }
        return needed == 0 ? text.toString() : text.append('\uFFFD').toString();
    }

    public void decode(byte[] stream) {
        String text = utf8(stream);
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        var line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                line(line.toString());
                line.setLength(0);
                if (c == '\r' && text.startsWith("\n", i + 1)) {
                    i++;
                }
            } else {
                line.append(c);
            }
        }
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        switch (field) {
            case "" -> entries.add("comment " + value);
            case "event" -> type = value;
            case "data" -> data += value + "\n";
            case "id" -> id = value.contains("\0") ? id : value;
            case "retry" -> {
                if (value.matches("[0-9]+")) {
                    entries.add("retry " + new BigInteger(value).min(BigInteger.valueOf(Long.MAX_VALUE)));
                }
            }
            default -> {}
        }
    }

    private void dispatch() {
        lastEventId = id;
        if (!data.isEmpty()) {
            String shownType = type.isEmpty() ? "message" : type;
            entries.add("event " + shownType + "|" + data.substring(0, data.length() - 1) + "|" + lastEventId);
        }
        data = "";
        type = "";
    }
}
