package sse.testkit.internal.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a whole server answered to a raw request, and says it in the manner of {@code answers.txt}. */
final class RawAnswers {
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) [^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n");

    private final String received;
    private final boolean toHead;
    private final List<String> answers = new ArrayList<>();
    private int at;

    private RawAnswers(String received, boolean toHead) {
        this.received = received;
        this.toHead = toHead;
    }

    /**
     * Describes the response.
     *
     * @param received all that the client received up to the end of the connection
     * @param toHead whether it is the answer to {@code HEAD}
     * @param event what the one event of a stream is on the wire
     */
    static String of(String received, boolean toHead, String event) {
        return new RawAnswers(received, toHead).read(event);
    }

    private String read(String event) {
        while (at < received.length()) {
            Matcher head = HEAD.matcher(received).region(at, received.length());
            if (!head.lookingAt()) {
                answers.add("(no response: " + received.substring(at) + ")");
                break;
            }
            at = head.end();
            answers.add(answer(head.group(1), head.group(), event));
        }
        return String.join(" ", answers);
    }

    private String answer(String status, String head, String event) {
        String type = field(head, "Content-Type");
        if (type.equals("text/event-stream") && !toHead) {
            String rest = received.substring(at);
            at = received.length();
            boolean right = rest.contains(event) && !rest.contains("HTTP/");
            return status.equals("200") && right ? "stream" : "(no stream: " + rest + ")";
        }
        String length = field(head, "Content-Length");
        int end = toHead || length.isEmpty() ? at : at + Integer.parseInt(length);
        String content = received.substring(at, Math.min(end, received.length()));
        at += content.length();
        String allow = field(head, "Allow");
        return status
                + (status.equals("200") ? " [" + content + "]" : "")
                + (allow.isEmpty() ? "" : " Allow: " + allow);
    }

    private static String field(String head, String name) {
        Matcher field = Pattern.compile("(?i)\r\n" + name + ": *([^\r\n]*)\r\n").matcher(head);
        return field.find() ? field.group(1) : "";
    }
}
