package sse.conformance.internal.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks of clients that come again, and of several. */
final class ResumeChecks {
    static final Map<String, Check> ALL = Map.of(
            "a stream opens for an unknown Last-Event-ID", server -> opens(server, "conformance-unknown"),
            "a stream opens for a Last-Event-ID beyond ASCII", server -> opens(server, "\u00FC\u20AC"),
            "a stream opens for an empty Last-Event-ID", server -> opens(server, ""),
            "the event of the Last-Event-ID is not repeated", ResumeChecks::doesNotRepeat,
            "a stream continues with the event after the Last-Event-ID", ResumeChecks::continues,
            "two clients have a stream at once", ResumeChecks::servesTwo,
            "a stream opens after clients that have left", ResumeChecks::survivesLeaving);

    private static final int LEAVING = 20;

    private ResumeChecks() {}

    private static void opens(ServerUnderTest server, String id) throws Violation, IOException {
        try (Answer answer = server.get("Last-Event-ID: " + id)) {
            answer.requireStream();
        }
    }

    private static void doesNotRepeat(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        String first = recordedIds(server).get(0);
        List<String> resumed = idsAfter(server, first);
        if (resumed.contains(first)) {
            throw new Violation("expected events after " + first + ", got it again: " + resumed);
        }
    }

    private static void continues(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        List<String> ids = recordedIds(server);
        List<String> resumed = idsAfter(server, ids.get(0));
        if (resumed.isEmpty() || !resumed.get(0).equals(ids.get(1))) {
            throw new Violation("expected " + ids.get(1) + " after " + ids.get(0) + ", got "
                    + (resumed.isEmpty() ? "nothing" : resumed.get(0)));
        }
    }

    private static List<String> recordedIds(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        List<String> ids = server.recording().ids();
        if (ids.size() < 2) {
            throw new NotApplicable("two events with ids have not arrived in " + server.listening());
        }
        return ids;
    }

    private static List<String> idsAfter(ServerUnderTest server, String id) throws Violation, IOException {
        try (Answer answer = server.get("Last-Event-ID: " + id)) {
            return Recording.of(answer.requireStream(), server.listening(), 1 << 16)
                    .ids();
        }
    }

    private static void servesTwo(ServerUnderTest server) throws Violation, IOException {
        try (Answer first = server.get();
                Answer second = server.get()) {
            first.requireStream();
            second.requireStream();
        }
    }

    private static void survivesLeaving(ServerUnderTest server) throws Violation, IOException {
        List<Answer> left = new ArrayList<>();
        for (int i = 0; i < LEAVING; i++) {
            left.add(server.get());
        }
        for (Answer answer : left) {
            answer.close();
        }
        try (Answer answer = server.get()) {
            answer.requireStream();
        }
    }
}
