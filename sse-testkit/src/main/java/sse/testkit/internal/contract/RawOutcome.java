package sse.testkit.internal.contract;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts together what the core saw of a raw request and what its client was answered, in the manner of
 * {@code requests.txt}.
 */
final class RawOutcome {
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) [^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");

    private final Iterator<String> seen;
    private final String received;
    private final List<String> outcome = new ArrayList<>();
    private int at;

    private RawOutcome(List<String> seen, String received) {
        this.seen = seen.iterator();
        this.received = received;
    }

    /**
     * Describes the outcome of a raw request.
     *
     * @param seen the requests that came to the core, in order; each is answered with itself
     * @param received all that the client received up to the end of the connection
     */
    static String of(List<String> seen, String received) {
        return new RawOutcome(seen, received).read();
    }

    private String read() {
        boolean whole = true;
        while (whole && at < received.length()) {
            whole = readResponse();
        }
        seen.forEachRemaining(request -> outcome.add(request + " (unanswered)"));
        return String.join(" ", outcome);
    }

    private boolean readResponse() {
        Matcher head = HEAD.matcher(received).region(at, received.length());
        if (!head.lookingAt()) {
            outcome.add("(no response: " + received.substring(at) + ")");
            return false;
        }
        at = head.end();
        String status = head.group(1);
        if (status.startsWith("1")) {
            if (LENGTH.matcher(head.group()).find()) {
                outcome.add("(" + status + " with a length)");
            }
            return true;
        }
        if (status.equals("200") && seen.hasNext()) {
            String request = seen.next();
            boolean right = request.startsWith("HEAD ") || content(head.group()).equals(request);
            outcome.add(right ? request : request + " (with another's answer)");
        } else {
            content(head.group());
            outcome.add(status);
        }
        return true;
    }

    private String content(String head) {
        Matcher length = LENGTH.matcher(head);
        int end = length.find() ? at + Integer.parseInt(length.group(1)) : received.length();
        String content = received.substring(at, Math.min(end, received.length()));
        at += content.length();
        return content;
    }
}
