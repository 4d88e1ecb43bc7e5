package sse.benchmarks.load;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of measurements: round by round, in each round one kind after the other, and in each kind all servers,
 * beginning with another one in each round. What disturbs the machine for a while then disturbs all alike.
 */
final class Plan {
    private static final int ACCEPTED = 2000;
    private static final List<Integer> POSTERS = List.of(1, 4, 32);
    private static final List<Integer> POST_RATES = List.of(20, 100);
    private static final Map<String, Duration> RESTARTS = new LinkedHashMap<>();

    static {
        RESTARTS.put("read, restart", Duration.ZERO);
        RESTARTS.put("read, restart after 2 s", Duration.ofSeconds(2));
    }

    private Plan() {}

    /** Makes the plan for the servers that can run. */
    static List<Step> of(LoadOptions options, List<String> servers) {
        List<Step> steps = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            List<String> order = new ArrayList<>(servers);
            Collections.rotate(order, 1 - round);
            for (Kind kind : options.kinds()) {
                if (kind == Kind.IDLE && round > 1) {
                    continue; // It is the same each time.
                }
                for (String server : order) {
                    for (Map.Entry<String, Scenario> each :
                            scenarios(kind, options, round).entrySet()) {
                        steps.add(new Step(round, server, each.getKey(), each.getValue()));
                    }
                }
            }
        }
        return List.copyOf(steps);
    }

    private static Map<String, Scenario> scenarios(Kind kind, LoadOptions options, int round) {
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        switch (kind) {
            case FLOOD, RATE, SOAK -> scenarios.put(title(kind, options), new BroadcastScenario(kind, 0, options));
            case IDLE -> scenarios.put(title(kind, options), new IdleScenario(options));
            case ACCEPT -> scenarios.put(title(kind, options), new AcceptScenario(ACCEPTED, options.payloadBytes()));
            case POST -> {
                POSTERS.forEach(connections -> scenarios.put(
                        title(kind, options) + ", " + connections + (connections == 1 ? " connection" : " connections"),
                        new PostScenario(connections, 0, options)));
                POST_RATES.forEach(rate -> scenarios.put(
                        title(kind, options) + ", " + rate + " events/s", new PostScenario(1, rate, options)));
            }
            case CHURN -> scenarios.put(title(kind, options), new ChurnScenario(options));
            case STOP -> scenarios.put(title(kind, options), new StopScenario(options));
            case TOKENS -> scenarios.put(title(kind, options), new TokensScenario(options));
            case READ -> {
                scenarios.put("read, flood", new ReadFloodScenario(options));
                if (round == 1) {
                    scenarios.put("read, idle", new ReadIdleScenario(options)); // It is the same each time.
                }
                RESTARTS.forEach((title, down) -> scenarios.put(title, new ReadRestartScenario(options, down)));
            }
            case STALLED -> {
                scenarios.put(title(kind, options) + ", all read", new BroadcastScenario(kind, 0, options));
                scenarios.put(
                        title(kind, options) + ", " + options.stalledStreams() + " never read",
                        new BroadcastScenario(kind, options.stalledStreams(), options));
            }
        }
        return scenarios;
    }

    /** Returns the title of a kind's table. */
    static String title(Kind kind, LoadOptions options) {
        return switch (kind) {
            case FLOOD -> "flood";
            case RATE -> BigDecimal.valueOf(options.rate()).stripTrailingZeros().toPlainString() + " events/s";
            case IDLE -> "idle";
            case ACCEPT -> "accept";
            case STALLED -> "stalled";
            case POST -> "post";
            case CHURN -> "churn";
            case STOP -> "stop";
            case TOKENS -> "tokens";
            case READ -> "read";
            case SOAK -> "soak";
        };
    }
}
