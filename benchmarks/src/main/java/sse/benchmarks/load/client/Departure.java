package sse.benchmarks.load.client;

import java.util.SplittableRandom;

/** How a visitor leaves. */
enum Departure {
    /** Closes its connection. */
    FIN(50),
    /** Resets its connection. */
    RESET(35),
    /** Closes its connection as soon as it has sent the request of its next visit; this one it ends by a reset. */
    HASTE(5),
    /** Stops reading, keeps the connection, and comes back over another one: as a machine that has lost its network. */
    VANISH(5),
    /** Stops reading, and reads on much later. By then the server should have hung up. */
    STALL(5);

    private static final int ALL = 100;

    private final int percent;

    Departure(int percent) {
        this.percent = percent;
    }

    /** Takes one as often as its share says. */
    static Departure any(SplittableRandom random) {
        int rest = random.nextInt(ALL);
        for (Departure each : values()) {
            rest -= each.percent;
            if (rest < 0) {
                return each;
            }
        }
        throw new IllegalStateException("shares must make " + ALL);
    }
}
