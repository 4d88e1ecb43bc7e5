package sse.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be measured. */
enum Kind {
    /** As fast as the slowest subscriber follows. */
    FLOOD,
    /** At a fixed rate. */
    RATE,
    /** Events that are posted: over one connection or several as fast as subscribers follow, and at fixed rates. */
    POST,
    /** Memory of streams on which nothing happens. */
    IDLE,
    /** Opening streams. */
    ACCEPT,
    /** Large events at a fixed rate, once with all subscribers reading and once beside some that never read. */
    STALLED,
    /** Clients that come, leave, stall and come back for a long time, and must not miss anything. */
    CHURN,
    /** Stopping a server with open streams. */
    STOP,
    /** Clients that each send a request, and get tokens as a stream, over and over. */
    TOKENS,
    /** Clients in Java, which read. */
    READ,
    /** Many streams for a long time, in which memory must not grow. */
    SOAK;

    String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a kind that can be asked for; a soak is asked for in another way. */
    static Kind of(String optionName) {
        return Arrays.stream(values())
                .filter(kind -> kind != SOAK && kind.optionName().equals(optionName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--only must be of " + optionNames() + ": \"" + optionName + "\""));
    }

    private static List<String> optionNames() {
        return Arrays.stream(values())
                .filter(kind -> kind != SOAK)
                .map(Kind::optionName)
                .toList();
    }
}
