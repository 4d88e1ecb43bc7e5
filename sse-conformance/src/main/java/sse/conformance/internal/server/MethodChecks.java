package sse.conformance.internal.server;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Checks of other requests than the one that opens a stream. */
final class MethodChecks {
    static final Map<String, Check> ALL = Map.of(
            "HEAD is answered without content", MethodChecks::answersHead,
            "an unknown method is not answered as GET", MethodChecks::refusesUnknownMethod,
            "405 names the methods there are", MethodChecks::namesMethods,
            "a request without Host is refused", MethodChecks::refusesWithoutHost,
            "no chunks are sent to HTTP/1.0", MethodChecks::sendsNoChunks,
            "204 keeps a client away, without content", MethodChecks::sendsNoContent);

    private static final int SILENCE_MILLIS = 500;

    private MethodChecks() {}

    private static void answersHead(ServerUnderTest server) throws Violation, IOException {
        try (Answer answer = server.request("HEAD", List.of("Accept: text/event-stream"))) {
            if (!answer.isFollowedByNothing(SILENCE_MILLIS)) {
                throw new Violation("expected no content after the head of " + answer + ", got some");
            }
        }
    }

    private static void refusesUnknownMethod(ServerUnderTest server) throws Violation, IOException {
        try (Answer answer = server.request("CONFORM", List.of("Accept: text/event-stream"))) {
            if (answer.status() < 400 || answer.status() > 599) {
                throw new Violation("expected 405 or 501, got " + answer);
            }
        }
    }

    private static void namesMethods(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        for (String method : List.of("DELETE", "CONFORM")) {
            try (Answer answer = server.request(method, List.of("Accept: text/event-stream"))) {
                if (answer.status() == 405) {
                    if (answer.field("Allow").isEmpty()) {
                        throw new Violation("expected Allow in the answer 405 to " + method + ", got none");
                    }
                    return;
                }
            }
        }
        throw new NotApplicable("no method is answered 405");
    }

    private static void refusesWithoutHost(ServerUnderTest server) throws Violation, IOException {
        try (Answer answer = server.requestIn("HTTP/1.1", List.of("Accept: text/event-stream"))) {
            if (answer.status() != 400) {
                throw new Violation("expected 400, got " + answer);
            }
        }
    }

    private static void sendsNoChunks(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        try (Answer answer = server.requestIn("HTTP/1.0", List.of("Accept: text/event-stream"))) {
            if (answer.status() != 200) {
                throw new NotApplicable("HTTP/1.0 is answered " + answer);
            }
            if (answer.field("Transfer-Encoding").isPresent()) {
                throw new Violation("expected no Transfer-Encoding, got "
                        + answer.field("Transfer-Encoding").orElse(""));
            }
        }
    }

    private static void sendsNoContent(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        URI gone = server.gone().orElseThrow(() -> new NotApplicable("no URI that is answered 204 was given"));
        try (Answer answer = server.get(gone)) {
            if (answer.status() != 204) {
                throw new Violation("expected 204, got " + answer);
            }
            if (answer.field("Content-Length").isPresent()
                    || answer.field("Transfer-Encoding").isPresent()) {
                throw new Violation("expected neither Content-Length nor Transfer-Encoding, got one");
            }
            if (!answer.isFollowedByNothing(SILENCE_MILLIS)) {
                throw new Violation("expected no content, got some");
            }
        }
    }
}
