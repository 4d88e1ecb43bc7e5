package sse.conformance.internal.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import sse.conformance.DecoderCase;
import sse.conformance.StreamListener;
import sse.conformance.internal.json.JsonNull;
import sse.conformance.internal.json.JsonObject;
import sse.conformance.internal.json.JsonReader;

/** The scripts: the cases of a decoder as streams, and {@code client.json}. */
public final class Scripts {
    private static final String FILE = "/sse/conformance/client.json";

    /** The longest reconnection time of a stream: a client ends only after it has waited that long. */
    private static final long MAX_RETRY_MILLIS = 5_000;

    private Scripts() {}

    /** Returns all scripts: a stream with a longer reconnection time is left out. */
    public static List<Script> all(List<DecoderCase> decoderCases) {
        List<Script> scripts = new ArrayList<>(conversations());
        for (DecoderCase decoderCase : decoderCases) {
            if (retryMillis(decoderCase) > MAX_RETRY_MILLIS) {
                continue;
            }
            List<List<byte[]>> splits = decoderCase.splits();
            scripts.add(decoding(decoderCase, "whole", splits.get(0)));
            scripts.add(decoding(decoderCase, "byte by byte", splits.get(splits.size() - 1)));
        }
        return scripts;
    }

    private static Script decoding(DecoderCase decoderCase, String how, List<byte[]> chunks) {
        List<ReportedEvent> events = new ArrayList<>();
        decoderCase.replay((type, data, id) -> events.add(new ReportedEvent(type, data, Optional.of(id))));
        return new Script(
                decoderCase.name() + " (" + how + ")",
                true,
                List.of(ScriptedAnswer.stream(chunks)),
                Optional.empty(),
                events);
    }

    private static long retryMillis(DecoderCase decoderCase) {
        long[] last = {0};
        decoderCase.replay(new StreamListener() {
            @Override
            public void event(String type, String data, String lastEventId) {}

            @Override
            public void retry(long millis) {
                last[0] = millis;
            }
        });
        return last[0];
    }

    private static List<Script> conversations() {
        try (InputStream in = Objects.requireNonNull(Scripts.class.getResourceAsStream(FILE), FILE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return JsonObject.of(JsonReader.read(text)).objects("cases").stream()
                    .map(Scripts::conversation)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Script conversation(JsonObject json) {
        return new Script(
                json.text("name"),
                json.text("level").equals("MUST"),
                json.objects("answers").stream().map(Scripts::answer).toList(),
                Optional.of(
                        json.objects("requests").stream().map(Scripts::request).toList()),
                json.objects("events").stream().map(ReportedEvent::of).toList());
    }

    private static ScriptedAnswer answer(JsonObject json) {
        Map<String, String> fields = new HashMap<>();
        if (json.has("fields")) {
            json.object("fields").members().forEach((name, value) -> fields.put(name, value.toString()));
        }
        List<byte[]> chunks = json.optionalText("content").stream()
                .map(content -> content.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        return new ScriptedAnswer((int) json.number("status"), fields, chunks, json.has("cut"));
    }

    private static ExpectedRequest request(JsonObject json) {
        Map<String, Optional<String>> fields = new HashMap<>();
        if (json.has("fields")) {
            json.object("fields")
                    .members()
                    .forEach((name, value) -> fields.put(
                            name, value == JsonNull.INSTANCE ? Optional.empty() : Optional.of(value.toString())));
        }
        return new ExpectedRequest(fields, json.has("minDelayMillis") ? json.number("minDelayMillis") : 0);
    }
}
