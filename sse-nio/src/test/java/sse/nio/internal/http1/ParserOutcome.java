package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sse.api.spi.HttpLimits;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.Persistence;

/** What a parser makes of bytes, in the words of the test kit's {@code requests.txt}. */
final class ParserOutcome {
    private ParserOutcome() {}

    /** Gives a parser one piece after the other, cut at the places given in ascending order. */
    static String of(HttpLimits limits, byte[] bytes, int... cuts) {
        RequestParser parser = new RequestParser(limits);
        List<String> outcome = new ArrayList<>();
        boolean pending = false;
        boolean closed = false;
        try {
            for (int i = 0; i <= cuts.length; i++) {
                int start = i == 0 ? 0 : cuts[i - 1];
                int end = i == cuts.length ? bytes.length : cuts[i];
                ByteBuffer piece = ByteBuffer.wrap(bytes, start, end - start);
                while (!closed && piece.hasRemaining()) {
                    pending = !parser.parse(piece);
                    if (!pending) {
                        RequestHead head = parser.head();
                        closed = head.persistence() == Persistence.CLOSE;
                        String content = new String(parser.takeBody(), ISO_8859_1);
                        outcome.add(head.method() + " " + head.target() + " [" + content + "]");
                        parser.reset();
                    }
                }
            }
        } catch (HttpRejection broken) {
            outcome.add(String.valueOf(broken.status()));
            return String.join(" ", outcome);
        }
        if (pending) {
            outcome.add("more");
        }
        return String.join(" ", outcome);
    }

    /** Gives a parser one byte after the other. */
    static String byteByByte(HttpLimits limits, byte[] bytes) {
        int[] cuts = new int[bytes.length];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i;
        }
        return of(limits, bytes, cuts);
    }
}
