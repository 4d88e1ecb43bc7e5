package sse.redis;

import java.util.concurrent.ThreadLocalRandom;
import sse.api.spi.history.EntryId;

/** The text of ids in Redis, {@code term-number}, which lacks the name of the log. */
final class RedisId {
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int HUB_LENGTH = 8;

    private RedisId() {}

    /** Returns a random name for a log that is new. Another one each time, because a log may be lost, and again. */
    static String newHub() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder name = new StringBuilder(HUB_LENGTH);
        for (int i = 0; i < HUB_LENGTH; i++) {
            name.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return name.toString();
    }

    /** Reads an id that Redis has sent. */
    static EntryId parse(String hub, String text) {
        return EntryId.parse(hub + "." + text)
                .orElseThrow(() -> new BrokerDataException("id of an entry must be term-number: " + text));
    }

    static EntryId parse(String hub, Object bytes) {
        return parse(hub, Replies.text(bytes));
    }

    static String text(EntryId id) {
        return id.term() + "-" + id.number();
    }
}
