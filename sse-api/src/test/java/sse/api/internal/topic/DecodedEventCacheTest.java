package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

class DecodedEventCacheTest {
    private final DecodedEventCache recent = new DecodedEventCache();

    @Test
    void readsAnEventOnce() {
        LogEntry entry = entry(3, "x");
        assertThat(recent.of(entry)).isEqualTo(Event.of("x")).isSameAs(recent.of(entry));
        LogEntry atItsPlace = entry(67, "y");
        LogEntry next = entry(4, "z");
        assertThat(recent.of(atItsPlace)).isEqualTo(Event.of("y"));
        assertThat(recent.of(next)).isEqualTo(Event.of("z"));
        assertThat(recent.of(entry)).isEqualTo(Event.of("x"));
        assertThat(recent.of(next)).isSameAs(recent.of(next));
    }

    @Test
    void keepsNoneThatIsLarge() {
        int name = "data: \n\n".length();
        LogEntry largest = entry(0, "x".repeat(4096 - name));
        LogEntry larger = entry(1, "x".repeat(4097 - name));
        assertThat(recent.of(largest)).isSameAs(recent.of(largest));
        assertThat(recent.of(larger)).isEqualTo(recent.of(larger)).isNotSameAs(recent.of(larger));
    }

    private static LogEntry entry(long position, String data) {
        return new LogEntry(position, position, "id", Frame.of(Event.of(data)));
    }
}
