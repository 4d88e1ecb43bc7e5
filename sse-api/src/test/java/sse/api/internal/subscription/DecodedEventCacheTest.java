package sse.api.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.internal.history.LogEntry;
import sse.api.spi.Frame;

class DecodedEventCacheTest {
    private final DecodedEventCache cache = new DecodedEventCache();

    @Test
    void readsAnEventOnce() {
        LogEntry entry = entry(3, "x");
        assertThat(cache.eventOf(entry)).isEqualTo(Event.of("x")).isSameAs(cache.eventOf(entry));
        LogEntry atItsPlace = entry(67, "y");
        LogEntry next = entry(4, "z");
        assertThat(cache.eventOf(atItsPlace)).isEqualTo(Event.of("y"));
        assertThat(cache.eventOf(next)).isEqualTo(Event.of("z"));
        assertThat(cache.eventOf(entry)).isEqualTo(Event.of("x"));
        assertThat(cache.eventOf(next)).isSameAs(cache.eventOf(next));
    }

    @Test
    void keepsNoneThatIsLarge() {
        int name = "data: \n\n".length();
        LogEntry largest = entry(0, "x".repeat(4096 - name));
        LogEntry larger = entry(1, "x".repeat(4097 - name));
        assertThat(cache.eventOf(largest)).isSameAs(cache.eventOf(largest));
        assertThat(cache.eventOf(larger)).isEqualTo(cache.eventOf(larger)).isNotSameAs(cache.eventOf(larger));
    }

    private static LogEntry entry(long position, String data) {
        return new LogEntry(position, position, "id", Frame.of(Event.of(data)));
    }
}
