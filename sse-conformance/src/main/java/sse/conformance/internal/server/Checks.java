package sse.conformance.internal.server;

import java.util.HashMap;
import java.util.Map;

/** The check of each case of {@code server.json}, by its name. */
public final class Checks {
    private static final Map<String, Check> ALL = new HashMap<>();

    static {
        ALL.putAll(HeadChecks.ALL);
        ALL.putAll(StreamChecks.ALL);
        ALL.putAll(MethodChecks.ALL);
        ALL.putAll(ResumeChecks.ALL);
    }

    private Checks() {}

    /** Returns the check of a case, which must be one of the file. */
    public static Check of(String name) {
        Check check = ALL.get(name);
        if (check == null) {
            throw new IllegalArgumentException("case must have a check: " + name);
        }
        return check;
    }

    /** Returns the number of checks. */
    public static int size() {
        return ALL.size();
    }
}
