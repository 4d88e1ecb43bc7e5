package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionParserTest {
    @Test
    void selectsAllButStallsByDefault() {
        LoadOptions options = OptionParser.parse();

        assertThat(options.kinds()).containsExactly(Kind.FLOOD, Kind.RATE, Kind.IDLE, Kind.ACCEPT);
        assertThat(options.servers()).containsExactlyElementsOf(ServerCatalog.byDefault());
        assertThat(options.streams()).isEqualTo(1000);
        assertThat(options.payloadBytes()).isEqualTo(100);
        assertThat(options.inFlight()).isEqualTo(4);
        assertThat(options.rate()).isEqualTo(20);
    }

    @Test
    void readsEveryOption() {
        LoadOptions options = OptionParser.parse(
                ("--only rate,flood --servers nio,netty --streams 40 --stalled-streams 3 --payload 36 --rate 0.5"
                                + " --in-flight 2 --tokens 11 --idle-streams 7 --rounds 9 --warm-up 250ms --duration 2m"
                                + " --seed 7 --heap 1g"
                                + " --server-cpus 2,3 --client-cpus 4-7")
                        .split(" "));

        assertThat(options)
                .isEqualTo(new LoadOptions(
                        List.of(Kind.RATE, Kind.FLOOD),
                        List.of("nio", "netty"),
                        40,
                        7,
                        3,
                        36,
                        2,
                        0.5,
                        11,
                        9,
                        Duration.ofMillis(250),
                        Duration.ofMinutes(2),
                        7,
                        "1g",
                        "2,3",
                        "4-7"));
    }

    @Test
    void runsSoakForMinutes() {
        LoadOptions options = OptionParser.parse("soak", "--server", "memory", "--streams", "100000", "--rate", "10");

        assertThat(options.kinds()).containsExactly(Kind.SOAK);
        assertThat(options.servers()).containsExactly("memory");
        assertThat(options.duration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.rounds()).isEqualTo(1);
    }

    @Test
    void stallsATwentiethOfTheClients() {
        LoadOptions options = OptionParser.parse("--only", "stalled");

        assertThat(options.servers()).containsExactly("nio");
        assertThat(options.stalledStreams()).isEqualTo(50);
        assertThat(options.payloadBytes()).isEqualTo(16_384);
    }

    @Test
    void runsChurnForHalfAnHour() {
        LoadOptions options = OptionParser.parse("--only", "churn");

        assertThat(options.kinds()).containsExactly(Kind.CHURN);
        assertThat(options.servers()).containsExactly("nio", "jdkhttp");
        assertThat(options.duration()).isEqualTo(Duration.ofMinutes(30));
        assertThat(options.rounds()).isEqualTo(1);
        assertThat(options.payloadBytes()).isEqualTo(4096);
        assertThat(options.rate()).isEqualTo(20);
    }

    @Test
    void answersWithTokensForSeconds() {
        LoadOptions options = OptionParser.parse("--only", "tokens");

        assertThat(options.servers()).containsExactly("nio", "jdkhttp", "webflux", "mvc", "helidon", "javalin");
        assertThat(options.streams()).isEqualTo(1000);
        assertThat(options.tokens()).isEqualTo(200);
        assertThat(options.rate()).isEqualTo(50);
        assertThat(options.warmUp()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.duration()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void readsByEveryClient() {
        LoadOptions options = OptionParser.parse("--only", "read");

        assertThat(options.servers())
                .containsExactly(
                        "iterable", "publisher", "okhttp-eventsource", "okhttp-sse", "spring-webclient", "vertx");
        assertThat(options.idleStreams()).isEqualTo(5000);
    }

    @Test
    void postsToServersThatTakeThem() {
        LoadOptions options = OptionParser.parse("--only", "post");

        assertThat(options.servers()).containsExactly("nio", "jdkhttp", "c-coalescing", "c-per-event");
        assertThat(options.inFlight()).isEqualTo(64);
    }

    @Test
    void stopsServersInContainers() {
        LoadOptions options = OptionParser.parse("--only", "stop");

        assertThat(options.servers())
                .containsExactly("tomcat", "jetty-mount", "boot-tomcat", "boot-jetty", "mvc-tomcat", "mvc-jetty");
        assertThat(options.streams()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({"--port 80, --port", "streams 5, streams"})
    void rejectsUnknownOptions(String args, String option) {
        assertThatThrownBy(() -> OptionParser.parse(args.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option must be one of [client-cpus, duration, heap, idle-streams, in-flight, only,"
                        + " payload, rate, rounds, seed, server-cpus, servers, stalled-streams, streams, tokens,"
                        + " warm-up]: "
                        + "\"" + option + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            --streams         | option must have a value: --streams
            --streams 0       | --streams must be a number between 1 and 1000000: "0"
            --streams 1000001 | --streams must be a number between 1 and 1000000: "1000001"
            --streams many    | --streams must be a number between 1 and 1000000: "many"
            --payload 35      | --payload must be a number between 36 and 1000000: "35"
            --rate 0          | --rate must be a positive number: "0"
            --rate -1         | --rate must be a positive number: "-1"
            --duration 5      | --duration must be a time such as 10s or 5m: "5"
            --heap 512        | --heap must be a size such as 512m or 2g: "512"
            --only flod | \
            --only must be of [flood, rate, post, idle, accept, stalled, churn, stop, tokens, read]: "flod"
            --only soak | \
            --only must be of [flood, rate, post, idle, accept, stalled, churn, stop, tokens, read]: "soak"
            --server memory   | server can only be asked for in a soak: memory
            --only flood,stalled | stalled must be asked for alone: flood,stalled
            --only churn,flood | churn must be asked for alone: churn,flood
            --only churn --servers nio,netty | \
            --servers must be of [nio, nio-gzip, nio-tls, jdkhttp, tomcat, tomcat-http2, jetty-mount, \
            jetty-mount-http2, boot-tomcat, boot-jetty] for churn: [nio, netty]
            --only rate --servers nio,tomcat-http2 | \
            servers whose clients speak HTTP/2 can only be asked for in churn: [nio, tomcat-http2]
            --only stop,flood | stop must be asked for alone: stop,flood
            --only stop --servers nio | \
            --servers must be of [tomcat, jetty-mount, boot-tomcat, boot-jetty, mvc-tomcat, mvc-jetty] for stop: [nio]
            --only tokens --servers vert | \
            --servers must be of [nio, jdkhttp, webflux, mvc, helidon, javalin] for tokens: [vert]
            --only read,tokens | tokens must be asked for alone: read,tokens
            --only post,flood | post must be asked for alone: post,flood
            --only post --servers netty | \
            --servers must be of [nio, jdkhttp, c-coalescing, c-per-event] for post: [netty]
            --stalled-streams 1000 | --stalled-streams must be fewer than the 1000 streams: 1000
            """)
    void rejectsInvalidOptions(String args, String message) {
        assertThatThrownBy(() -> OptionParser.parse(args.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
