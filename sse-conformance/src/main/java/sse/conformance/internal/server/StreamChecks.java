package sse.conformance.internal.server;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks of the bytes of a stream. */
final class StreamChecks {
    static final Map<String, Check> ALL = Map.of(
            "the content is framed as announced", StreamChecks::isFramed,
            "a stream is UTF-8", server -> recorded(server).text(),
            "a stream has no fields but those of the standard", StreamChecks::hasKnownFields,
            "an id has no NUL", StreamChecks::hasNoNul,
            "a reconnection time is of ASCII digits", StreamChecks::hasDigits,
            "lines end in LF or CR LF", StreamChecks::endsLinesInLf,
            "ids are unique", StreamChecks::hasUniqueIds);

    private static final Set<String> FIELDS = Set.of("event", "data", "id", "retry");

    private StreamChecks() {}

    private static Recording recorded(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        Recording recording = server.recording();
        if (recording.isEmpty()) {
            throw new NotApplicable("the stream has sent nothing in " + server.listening());
        }
        return recording;
    }

    private static void isFramed(ServerUnderTest server) throws Violation, IOException {
        // Reading it is the check.
        server.recording();
    }

    private static void hasKnownFields(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        for (String line : recorded(server).lines()) {
            String name = line.replaceFirst(":.*", "");
            if (!line.isEmpty() && !line.startsWith(":") && !FIELDS.contains(name)) {
                throw new Violation("expected event, data, id, retry or a comment, got the line \"" + line + "\"");
            }
        }
    }

    private static void hasNoNul(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        for (String line : recorded(server).lines()) {
            if (line.startsWith("id:") && line.indexOf('\0') >= 0) {
                throw new Violation("expected an id without NUL, got \"" + line.replace("\0", "\\0") + "\"");
            }
        }
    }

    private static void hasDigits(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        for (String line : recorded(server).lines()) {
            if (line.startsWith("retry") && !line.matches("retry: ?[0-9]+|retry[^:].*")) {
                throw new Violation("expected digits, got \"" + line + "\"");
            }
        }
    }

    private static void endsLinesInLf(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        if (recorded(server).text().matches("(?s).*\r[^\n].*")) {
            throw new Violation("expected LF or CR LF, got a lone CR, which many clients do not take for a line end");
        }
    }

    private static void hasUniqueIds(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        List<String> ids = recorded(server).ids();
        if (ids.size() < 2) {
            throw new NotApplicable("two events with ids have not arrived in " + server.listening());
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            throw new Violation("expected ids that differ, got " + ids);
        }
    }
}
