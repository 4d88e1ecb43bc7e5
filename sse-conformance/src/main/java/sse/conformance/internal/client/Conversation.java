package sse.conformance.internal.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A script while it is played. Thread-safe. */
final class Conversation {
    private final Script script;

    // Guarded by this.
    private final List<String> violations = new ArrayList<>();
    private int requests;
    private long answeredNanos = System.nanoTime();
    private @Nullable List<ReportedEvent> report;

    Conversation(Script script) {
        this.script = script;
    }

    Script script() {
        return script;
    }

    /**
     * Takes a request.
     *
     * @param field returns the value of a field of it
     * @return the answer to it
     */
    synchronized ScriptedAnswer onRequest(Function<String, Optional<String>> field) {
        int number = requests++;
        script.requests().ifPresent(expected -> {
            if (number < expected.size()) {
                compare(number, expected.get(number), field);
            }
        });
        return number < script.answers().size() ? script.answers().get(number) : ScriptedAnswer.NO_MORE;
    }

    private void compare(int number, ExpectedRequest expected, Function<String, Optional<String>> field) {
        expected.fields().forEach((name, value) -> {
            Optional<String> actual = field.apply(name);
            if (!actual.equals(value)) {
                violations.add("request " + (number + 1) + ": expected " + name + ": " + value.orElse("none") + ", got "
                        + actual.orElse("none"));
            }
        });
        long delay = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - answeredNanos);
        if (delay < expected.minDelayMillis()) {
            violations.add("request " + (number + 1) + ": expected after " + expected.minDelayMillis() + " ms, got "
                    + delay + " ms");
        }
    }

    /** Notes that an answer is about to be complete: a client that waits begins to wait later. */
    synchronized void onAnswering() {
        answeredNanos = System.nanoTime();
    }

    /** Takes the report. Returns false if there has been one. */
    synchronized boolean onReport(List<ReportedEvent> events) {
        if (report != null) {
            return false;
        }
        report = events;
        return true;
    }

    synchronized Verdict verdict() {
        List<ReportedEvent> events = report;
        if (events == null) {
            return new Verdict(script, false, "");
        }
        List<String> all = new ArrayList<>(violations);
        script.requests()
                .filter(expected -> expected.size() != requests)
                .ifPresent(expected -> all.add("expected " + expected.size() + " requests, got " + requests));
        if (!matches(events)) {
            all.add("expected " + script.events() + ", got " + events);
        }
        return new Verdict(script, true, String.join("; ", all));
    }

    private boolean matches(List<ReportedEvent> events) {
        if (events.size() != script.events().size()) {
            return false;
        }
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).matches(script.events().get(i))) {
                return false;
            }
        }
        return true;
    }
}
