package sse.benchmarks.load.client;

import java.util.SplittableRandom;

/** How a visitor disconnects. */
enum Departure {
    /** Closes its connection. */
    FIN(50),
    /** Resets its connection. */
    RESET(35),
    /** Resets its connection as soon as the request of its next visit is sent. */
    HASTE(5),
    /** Stops reading, keeps the connection open, and reconnects over another one, as after a change of network. */
    VANISH(5),
    /** Stops reading and continues much later, when the server should have closed the stream. */
    STALL(5);

    private static final int ALL = 100;

    private final int percent;

    Departure(int percent) {
        this.percent = percent;
    }

    /** Returns a random value by its share. */
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
