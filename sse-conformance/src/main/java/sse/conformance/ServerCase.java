package sse.conformance;

import sse.conformance.internal.json.JsonObject;

/** What is checked of a server. {@link Cases#server()} returns all. Immutable. */
public final class ServerCase {
    private final String name;
    private final String source;
    private final Level level;
    private final String rule;

    ServerCase(JsonObject json) {
        this.name = json.text("name");
        this.source = json.text("source");
        this.level = Level.valueOf(json.text("level"));
        this.rule = json.text("rule");
    }

    /**
     * Returns the name, which no other case of a server has and no version changes.
     *
     * @return the name, a phrase in English
     */
    public String name() {
        return name;
    }

    /**
     * Returns where the rule is.
     *
     * @return a standard and its section, such as {@code RFC 9110 15.5.6}
     */
    public String source() {
        return source;
    }

    /**
     * Returns how the case binds.
     *
     * @return the level
     */
    public Level level() {
        return level;
    }

    /**
     * Returns the rule.
     *
     * @return a sentence
     */
    public String rule() {
        return rule;
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
