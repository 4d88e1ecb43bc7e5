package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MessageEventTest {

    private static final MessageEvent EVENT = MessageEvent.of("tick", "a\nb", "7");

    @Test
    void returnsItsParts() {
        assertThat(EVENT.type()).isEqualTo("tick");
        assertThat(EVENT.data()).isEqualTo("a\nb");
        assertThat(EVENT.lastEventId()).isEqualTo("7");
    }

    @Test
    void equalsEventWithEqualParts() {
        assertThat(MessageEvent.of("tick", "a\nb", "7")).isEqualTo(EVENT).hasSameHashCodeAs(EVENT);

        assertThat(MessageEvent.of("tock", "a\nb", "7")).isNotEqualTo(EVENT);
        assertThat(MessageEvent.of("tick", "a", "7")).isNotEqualTo(EVENT);
        assertThat(MessageEvent.of("tick", "a\nb", "")).isNotEqualTo(EVENT);
        assertThat(EVENT).isNotEqualTo(null).isNotEqualTo("tick");
    }

    @Test
    void quotesItsParts() {
        assertThat(EVENT).hasToString("MessageEvent[type=\"tick\", data=\"a\\nb\", lastEventId=\"7\"]");
        assertThat(MessageEvent.of("message", "x".repeat(81), ""))
                .hasToString("MessageEvent[type=\"message\", data=\"" + "x".repeat(80)
                        + "\"... (81 characters), lastEventId=\"\"]");
    }

    @Test
    void hasTheOriginOfItsStream() {
        MessageEvent event = MessageEvent.of("tick", "a", "7", "http://example.com");

        assertThat(event.origin()).isEqualTo("http://example.com");
        assertThat(MessageEvent.of("tick", "a", "7").origin()).isEmpty();
        assertThat(event).isNotEqualTo(MessageEvent.of("tick", "a", "7"));
        assertThat(event)
                .hasToString("MessageEvent[type=\"tick\", data=\"a\", lastEventId=\"7\","
                        + " origin=\"http://example.com\"]");
    }

    @Test
    void rejectsNullByName() {
        assertThatThrownBy(() -> MessageEvent.of("", "", "", null)).hasMessage("origin");
        assertThatThrownBy(() -> MessageEvent.of(null, "", "")).hasMessage("type");
        assertThatThrownBy(() -> MessageEvent.of("", null, "")).hasMessage("data");
        assertThatThrownBy(() -> MessageEvent.of("", "", null)).hasMessage("lastEventId");
    }
}
