package sse.conformance.internal.server;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks of the head that opens a stream. */
final class HeadChecks {
    static final Map<String, Check> ALL = Map.of(
            "a stream is answered 200 with its type", HeadChecks::opens,
            "the type names no charset but UTF-8", HeadChecks::namesUtf8,
            "a stream is not stored by caches", HeadChecks::isNotStored,
            "a stream is not coded for clients that accept no coding", HeadChecks::isNotCoded,
            "a stream opens whatever is accepted", server -> opensFor(server, "Accept: */*"),
            "a stream opens without Accept", server -> opensFor(server),
            "a stream does not open where only JSON is accepted", HeadChecks::isRefusedAsJson,
            "an allowed origin is the one that asked", HeadChecks::allowsOrigin);

    private static final String ORIGIN = "https://conformance.example";

    private HeadChecks() {}

    private static void opens(ServerUnderTest server) throws Violation, IOException {
        try (Answer answer = server.get()) {
            answer.requireStream();
        }
    }

    private static void namesUtf8(ServerUnderTest server) throws Violation, IOException {
        try (Answer answer = server.get()) {
            String type = answer.requireStream().field("Content-Type").orElse("");
            for (String parameter : type.toLowerCase(Locale.ROOT).split(";", -1)) {
                String stripped = parameter.strip();
                if (stripped.startsWith("charset=") && !stripped.matches("charset=\"?utf-8\"?")) {
                    throw new Violation("expected charset=utf-8 or none, got " + type);
                }
            }
        }
    }

    private static void isNotStored(ServerUnderTest server) throws Violation, IOException {
        try (Answer answer = server.get()) {
            String control = answer.requireStream().field("Cache-Control").orElse("");
            if (!control.toLowerCase(Locale.ROOT).matches(".*\\bno-(cache|store)\\b.*")) {
                throw new Violation("expected Cache-Control with no-cache or no-store, got \"" + control + "\"");
            }
        }
    }

    private static void isNotCoded(ServerUnderTest server) throws Violation, IOException {
        try (Answer answer = server.get("Accept-Encoding: identity;q=1, *;q=0")) {
            String coding = answer.requireStream().field("Content-Encoding").orElse("identity");
            if (!coding.equalsIgnoreCase("identity")) {
                throw new Violation("expected no Content-Encoding, got " + coding);
            }
        }
    }

    private static void opensFor(ServerUnderTest server, String... fields) throws Violation, IOException {
        try (Answer answer = server.request("GET", List.of(fields))) {
            answer.requireStream();
        }
    }

    private static void isRefusedAsJson(ServerUnderTest server) throws Violation, IOException {
        try (Answer answer = server.request("GET", List.of("Accept: application/json"))) {
            if (answer.isStream()) {
                throw new Violation("expected 406 or content of another type, got " + answer);
            }
        }
    }

    private static void allowsOrigin(ServerUnderTest server) throws Violation, NotApplicable, IOException {
        try (Answer answer = server.get("Origin: " + ORIGIN)) {
            String allowed = answer.field("Access-Control-Allow-Origin")
                    .orElseThrow(() -> new NotApplicable("the server does not allow other origins"));
            if (!allowed.equals("*") && !allowed.equals(ORIGIN) && !allowed.equals("null")) {
                throw new Violation("expected one origin, " + ORIGIN + " or *, got " + allowed);
            }
        }
    }
}
