package sse.integration.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.sse.internal.ServerSentEventReader;
import org.springframework.http.codec.ServerSentEventHttpMessageReader;
import sse.conformance.CaseResult;
import sse.conformance.Cases;
import sse.conformance.DecoderCase;
import sse.conformance.DecoderConformance;
import sse.conformance.StreamDecoder;
import sse.conformance.StreamListener;

/** A decoder of event streams, a column of the table. */
enum Implementation {
    SSE_API("`sse-api`", sse.api.EventDecoder.class) {
        @Override
        StreamDecoder decoder() {
            return new OurDecoder();
        }

        @Override
        String version() {
            return "this";
        }
    },
    OKHTTP_SSE("okhttp-sse", ServerSentEventReader.class) {
        @Override
        StreamDecoder decoder() {
            return new OkHttpDecoder();
        }

        /** Of lines that end in CR alone there is nothing to see: it takes only LF and CR LF for line ends. */
        @Override
        boolean runs(DecoderCase decoderCase) {
            String text = new String(decoderCase.stream(), StandardCharsets.ISO_8859_1);
            return !text.replace("\r\n", "").contains("\r");
        }
    },
    OKHTTP_EVENTSOURCE("okhttp-eventsource", com.launchdarkly.eventsource.EventSource.class) {
        @Override
        StreamDecoder decoder() {
            return new LaunchDarklyDecoder();
        }
    },
    SPRING("Spring `ServerSentEvent`", ServerSentEventHttpMessageReader.class) {
        @Override
        StreamDecoder decoder() {
            return new SpringDecoder();
        }
    },
    VERTX("Vert.x web client", io.vertx.ext.web.codec.BodyCodec.class) {
        @Override
        StreamDecoder decoder() {
            return new VertxDecoder();
        }
    },
    EVENTSOURCE_PARSER("`eventsource-parser` (npm)", NodeParser.class) {
        @Override
        StreamDecoder decoder() throws Exception {
            return new NodeParser();
        }

        @Override
        String version() {
            return NodeParser.version();
        }

        @Override
        Optional<String> missing() throws Exception {
            return NodeParser.missing();
        }
    };

    private static final Pattern VERSION = Pattern.compile(".*-([0-9][^/-]*)\\.jar");

    private final String title;
    private final Class<?> part;

    Implementation(String title, Class<?> part) {
        this.title = title;
        this.part = part;
    }

    abstract StreamDecoder decoder() throws Exception;

    /** Returns why it cannot be run; empty if it can. */
    Optional<String> missing() throws Exception {
        return Optional.empty();
    }

    /** Returns the version of the jar that its decoder is in. */
    String version() {
        Matcher jar = VERSION.matcher(
                part.getProtectionDomain().getCodeSource().getLocation().getPath());
        if (!jar.matches()) {
            throw new IllegalStateException("decoder must be in a jar with a version: " + part);
        }
        return jar.group(1);
    }

    /** Returns the heading of its column. */
    String heading() {
        return title + " " + version();
    }

    /** Returns false if a case is left out. */
    boolean runs(DecoderCase decoderCase) {
        return true;
    }

    /** Runs all cases. */
    Map<String, DecoderResult> results() throws Exception {
        Watched watched = new Watched(decoder());
        DecoderConformance conformance = DecoderConformance.of(watched);
        Map<String, DecoderResult> results = new TreeMap<>();
        for (DecoderCase decoderCase : Cases.decoder()) {
            results.put(
                    decoderCase.name(),
                    runs(decoderCase) ? watched.result(conformance.run(decoderCase)) : DecoderResult.OTHER);
        }
        return results;
    }

    /** Notes if a decoder has thrown. */
    private static final class Watched implements StreamDecoder {
        private final StreamDecoder decoder;
        private boolean threw;

        Watched(StreamDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void decode(List<byte[]> chunks, StreamListener listener) throws Exception {
            threw = true;
            decoder.decode(chunks, listener);
            threw = false;
        }

        DecoderResult result(CaseResult result) {
            if (result.outcome() == CaseResult.Outcome.PASSED) {
                return DecoderResult.PASSES;
            }
            return threw ? DecoderResult.OTHER : DecoderResult.FAILS;
        }
    }
}
