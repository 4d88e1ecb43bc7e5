package sse.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sse.api.Event;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;

/**
 * The fields of an entry in the stream: {@code t} the topic and, where the event has them, {@code e} its type,
 * {@code d} its data, {@code r} its retry in milliseconds and {@code c} its comment. The id is that of the entry.
 */
final class EntryCodec {
    private static final System.Logger LOG = System.getLogger("sse.redis");
    private static final byte[] TOPIC = {'t'};
    private static final byte[] TYPE = {'e'};
    private static final byte[] DATA = {'d'};
    private static final byte[] RETRY = {'r'};
    private static final byte[] COMMENT = {'c'};

    private EntryCodec() {}

    /** Adds the number of fields and values of a publication to the arguments of a script, and these. */
    static void encode(Publication publication, List<byte[]> arguments) {
        Event event = publication.event();
        int at = arguments.size();
        add(arguments, TOPIC, Optional.of(publication.topic()));
        add(arguments, TYPE, event.type());
        add(arguments, DATA, event.data());
        add(arguments, RETRY, event.retry().map(retry -> Long.toString(retry.toMillis())));
        add(arguments, COMMENT, event.comment());
        arguments.add(at, bytes(Integer.toString(arguments.size() - at)));
    }

    private static void add(List<byte[]> arguments, byte[] field, Optional<String> value) {
        if (value.isPresent()) {
            arguments.add(field);
            arguments.add(bytes(value.get()));
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads entries of an answer. */
    static List<LogEntry> decode(String hub, Object entries) {
        List<LogEntry> decoded = new ArrayList<>();
        for (Object entry : Replies.list(entries)) {
            List<?> parts = Replies.list(entry);
            decoded.add(decode(RedisId.parse(hub, parts.get(0)), parts.get(1)));
        }
        return decoded;
    }

    /** An entry that another program has written keeps its number, so that it is no gap, and is of no topic. */
    private static LogEntry decode(EntryId id, Object fields) {
        try {
            return decode(id, Replies.list(fields));
        } catch (BrokerDataException | IllegalArgumentException foreign) {
            LOG.log(System.Logger.Level.WARNING, "entry of a log cannot be read, and is skipped: " + id, foreign);
            return LogEntry.of(
                    id, "", Event.builder().id(id.toString()).comment("").build());
        }
    }

    private static LogEntry decode(EntryId id, List<?> fields) {
        Event.Builder event = Event.builder().id(id.toString());
        Optional<String> topic = Optional.empty();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String value = Replies.text(fields.get(i + 1));
            switch (Replies.text(fields.get(i))) {
                case "t" -> topic = Optional.of(value);
                case "e" -> event.type(value);
                case "d" -> event.data(value);
                case "r" -> event.retry(Duration.ofMillis(Long.parseLong(value)));
                case "c" -> event.comment(value);
                default -> throw new BrokerDataException("field of an entry must be one of t, e, d, r, c");
            }
        }
        return LogEntry.of(
                id, topic.orElseThrow(() -> new BrokerDataException("entry must have a topic: " + id)), event.build());
    }
}
