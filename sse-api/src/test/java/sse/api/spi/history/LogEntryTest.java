package sse.api.spi.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Event;

/** Entries that are made of stored bytes. */
class LogEntryTest {
    private static final EntryId ID = EntryId.of("log", 1, 7);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsFrameThatWasStored() {
        Event event = Event.builder().comment("c").type("t").data("a\n\nb").build();
        LogEntry entry = Publication.of("news", event).withId(ID);
        ByteBuffer stored = entry.frame().asByteBuffer();
        LogEntry read = LogEntry.ofFrame(ID, "news", stored);

        assertThat(read.frame().asByteBuffer()).isEqualTo(entry.frame().asByteBuffer());
        assertThat(read.frame().event()).isEqualTo(event.withId(ID.toString()));
        assertThat(stored.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "data: a\n\n",
                "id: log.1-8\ndata: a\n\n",
                "data: id: log.1-7\n\n",
                "id: log.1-7\ndata: a\n",
                "id: log.1-7\ndata: a",
                "id: log.1-7\ndata: a\n\n\n",
                "id: log.1-7\n\ndata: a\n\n",
                "id: log.1-7\ndata: a\r\ndata: b\n\n"
            })
    void refusesBytesOfAnythingElse(String text) {
        assertThatThrownBy(() -> LogEntry.ofFrame(ID, "news", bytes(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("frame must be one event with the id log.1-7: ");
    }
}
