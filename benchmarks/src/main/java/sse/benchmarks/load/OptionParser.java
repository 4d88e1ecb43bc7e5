package sse.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sse.benchmarks.load.read.EventReaders;
import sse.benchmarks.load.server.Payload;
import sse.benchmarks.load.tokens.TokenServers;

/** Reads the command line. */
final class OptionParser {
    /** What is printed for {@code --help}. */
    static final String USAGE = """
            mvn -pl benchmarks load -Dload.args="[soak] [OPTION VALUE]..."

              --only LIST          of flood, rate, post, idle, accept, stalled, churn, stop, tokens, read;
                                   default flood,rate,idle,accept
              --servers LIST       default all but -gzip, which compress, and -tls; for stalled and soak nio;
                                   for churn nio,jdkhttp; soak also takes memory;
                                   for post nio,jdkhttp,c-coalescing,c-per-event; for stop those in containers;
                                   if named, also nio-redis,nio-redis-follower,tomcat,jetty-mount,boot-tomcat,
                                   boot-jetty,mvc-tomcat,mvc-jetty,tomcat-bare,jetty-bare,
                                   and for churn tomcat-http2,jetty-mount-http2;
                                   for read the clients, default all
              --streams N          subscribers; default 1000, soak 19000
              --payload BYTES      data of an event: a price in JSON, from 150 on rows of a table in HTML;
                                   default 100, stalled 16384, churn 4096
              --rate N             events per second where the rate is fixed; default 20, soak 10, tokens 50
              --in-flight N        publications ahead of the slowest subscriber in a flood; default 4, post 64
              --tokens N           events of an answer; default 200
              --idle-streams N     default 10000, read 5000
              --stalled-streams N  how many of the streams never read; default a twentieth
              --rounds N           default 3, soak and churn 1
              --warm-up TIME       such as 5s; default 20s, tokens 10s, read 4s
              --duration TIME      of one measurement; default 5s, tokens 8s, stalled 60s, soak 5m, churn 30m
              --seed N             of clients that come and leave; default 1
              --heap SIZE          -Xmx of a server; default 512m
              --server-cpus LIST   default 0
              --client-cpus LIST   default 1
              --quick              one round, short times
            """;

    private static final Set<String> NAMES = Set.of(
            "only",
            "servers",
            "streams",
            "payload",
            "rate",
            "tokens",
            "in-flight",
            "idle-streams",
            "stalled-streams",
            "rounds",
            "warm-up",
            "duration",
            "seed",
            "heap",
            "server-cpus",
            "client-cpus");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");
    private static final int MOST = 1_000_000;
    /** Those whose clients can resume. */
    private static final List<String> RESUMABLE = List.of(
            "nio",
            "nio-gzip",
            "nio-tls",
            "jdkhttp",
            "tomcat",
            "tomcat-http2",
            "jetty-mount",
            "jetty-mount-http2",
            "boot-tomcat",
            "boot-jetty");

    private final Map<String, String> values = new HashMap<>();
    private boolean soak;
    private boolean quick;

    private OptionParser() {}

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if an option is invalid; the message is for the user
     */
    static LoadOptions parse(String... args) {
        OptionParser parser = new OptionParser();
        parser.read(List.of(args));
        return parser.options();
    }

    private void read(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("soak") && i == 0) {
                soak = true;
            } else if (arg.equals("--quick")) {
                quick = true;
            } else {
                String name = arg.equals("--server") ? "servers" : arg.replaceFirst("^--", "");
                if (!arg.startsWith("--") || !NAMES.contains(name)) {
                    throw new IllegalArgumentException(
                            "option must be one of " + new TreeSet<>(NAMES) + ": \"" + arg + "\"");
                }
                i++;
                if (i == args.size()) {
                    throw new IllegalArgumentException("option must have a value: " + arg);
                }
                values.put(name, args.get(i));
            }
        }
    }

    private LoadOptions options() {
        List<Kind> kinds = kinds();
        boolean stalled = isAlone(Kind.STALLED, kinds);
        boolean churn = isAlone(Kind.CHURN, kinds);
        boolean tokens = isAlone(Kind.TOKENS, kinds);
        boolean read = isAlone(Kind.READ, kinds);
        boolean post = isAlone(Kind.POST, kinds);
        isAlone(Kind.STOP, kinds);
        List<String> servers = servers(kinds.get(0));
        int streams = number("streams", soak ? 19_000 : 1000, 1);
        int stalledStreams = number("stalled-streams", streams / 20, 0);
        if (stalledStreams >= streams) {
            throw new IllegalArgumentException(
                    "--stalled-streams must be fewer than the " + streams + " streams: " + stalledStreams);
        }
        return new LoadOptions(
                kinds,
                servers,
                streams,
                number("idle-streams", quick ? 2000 : read ? 5000 : 10_000, 1),
                stalledStreams,
                number("payload", stalled ? 16 * 1024 : churn ? 4096 : 100, Payload.MIN_BYTES),
                number("in-flight", post ? 64 : 4, 1),
                positive("rate", soak ? 10 : tokens ? 50 : 20),
                number("tokens", 200, 1),
                number("rounds", soak || churn || quick ? 1 : 3, 1),
                time("warm-up", warmUp(tokens, read)),
                time("duration", churn ? "30m" : soak ? "5m" : stalled ? "60s" : quick ? "2s" : tokens ? "8s" : "5s"),
                number("seed", 1, 0),
                heap(),
                values.getOrDefault("server-cpus", "0"),
                values.getOrDefault("client-cpus", "1"));
    }

    /** On one core the compilers of a JVM that is flooded are done after some fifteen seconds. */
    private String warmUp(boolean tokens, boolean read) {
        if (tokens) {
            return quick ? "5s" : "10s";
        }
        return quick ? "1500ms" : read ? "4s" : "20s";
    }

    private boolean isAlone(Kind kind, List<Kind> kinds) {
        boolean asked = kinds.contains(kind);
        if (asked && kinds.size() > 1) {
            throw new IllegalArgumentException(kind.optionName() + " must be asked for alone: " + values.get("only"));
        }
        return asked;
    }

    private List<String> servers(Kind kind) {
        List<String> servers = list("servers", serversByDefault(kind));
        if (servers.contains(ServerCatalog.MEMORY) && !soak) {
            throw new IllegalArgumentException("server can only be asked for in a soak: " + ServerCatalog.MEMORY);
        }
        if (kind != Kind.CHURN && servers.stream().anyMatch(ServerCatalog::speaksHttp2)) {
            throw new IllegalArgumentException(
                    "servers whose clients speak HTTP/2 can only be asked for in churn: " + servers);
        }
        boolean closed = EnumSet.of(Kind.CHURN, Kind.STOP, Kind.TOKENS, Kind.READ, Kind.POST)
                .contains(kind);
        List<String> allowed = kind == Kind.CHURN ? RESUMABLE : serversByDefault(kind);
        if (closed && !allowed.containsAll(servers)) {
            throw new IllegalArgumentException(
                    "--servers must be of " + allowed + " for " + kind.optionName() + ": " + servers);
        }
        return servers;
    }

    private static List<String> serversByDefault(Kind kind) {
        return switch (kind) {
            case SOAK, STALLED -> List.of("nio");
            case CHURN -> List.of("nio", "jdkhttp");
            case POST -> ServerCatalog.takingPosts();
            case STOP -> ServerCatalog.stopping();
            case TOKENS -> TokenServers.names();
            case READ -> EventReaders.names();
            default -> ServerCatalog.byDefault();
        };
    }

    private List<Kind> kinds() {
        if (soak) {
            return List.of(Kind.SOAK);
        }
        return list("only", List.of("flood", "rate", "idle", "accept")).stream()
                .map(Kind::of)
                .toList();
    }

    private List<String> list(String name, List<String> otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Arrays.asList(value.split(","));
    }

    private int number(String name, int otherwise, int least) {
        String value = values.getOrDefault(name, Integer.toString(otherwise));
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) < least || Integer.parseInt(value) > MOST) {
            throw new IllegalArgumentException(
                    "--" + name + " must be a number between " + least + " and " + MOST + ": \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    private double positive(String name, int otherwise) {
        String value = values.getOrDefault(name, Integer.toString(otherwise));
        if (!value.matches("[0-9]{1,6}([.][0-9]{1,3})?") || Double.parseDouble(value) == 0) {
            throw new IllegalArgumentException("--" + name + " must be a positive number: \"" + value + "\"");
        }
        return Double.parseDouble(value);
    }

    private Duration time(String name, String otherwise) {
        String value = values.getOrDefault(name, otherwise);
        Matcher matcher = TIME.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--" + name + " must be a time such as 10s or 5m: \"" + value + "\"");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private String heap() {
        String value = values.getOrDefault("heap", "512m");
        if (!value.matches("[0-9]{1,6}[mg]")) {
            throw new IllegalArgumentException("--heap must be a size such as 512m or 2g: \"" + value + "\"");
        }
        return value;
    }
}
