package sse.conformance;

import java.util.Optional;

/** What became of a case. Immutable. */
public final class CaseResult {
    /** The outcome of a case. */
    public enum Outcome {
        /** As the standard demands. */
        PASSED,
        /** Not as the standard demands. */
        FAILED,
        /** Allowed, but not as a standard or a recommendation advises. */
        WARNED,
        /** Could not be checked: the server does not offer what the case needs. */
        SKIPPED
    }

    private final String name;
    private final Outcome outcome;
    private final String message;

    private CaseResult(String name, Outcome outcome, String message) {
        this.name = name;
        this.outcome = outcome;
        this.message = message;
    }

    static CaseResult passed(String name) {
        return new CaseResult(name, Outcome.PASSED, "");
    }

    static CaseResult of(String name, Outcome outcome, String message) {
        return new CaseResult(name, outcome, message);
    }

    /**
     * Returns the name of the case.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the outcome.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns what was expected and seen, or why the case was skipped.
     *
     * @return a sentence; empty if the case has passed
     */
    public Optional<String> message() {
        return message.isEmpty() ? Optional.empty() : Optional.of(message);
    }

    /** Returns outcome, name and message in one line. */
    @Override
    public String toString() {
        return outcome + " " + name + (message.isEmpty() ? "" : ": " + message);
    }
}
