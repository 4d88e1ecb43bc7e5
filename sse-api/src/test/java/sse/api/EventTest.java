package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventTest {

    private static final Event FULL = Event.builder()
            .id("7")
            .type("tick")
            .data("a\nb")
            .retry(Duration.ofMillis(250))
            .comment("c")
            .build();

    @Test
    void returnsFieldsOfBuilder() {
        assertThat(FULL.id()).hasValue("7");
        assertThat(FULL.type()).hasValue("tick");
        assertThat(FULL.data()).hasValue("a\nb");
        assertThat(FULL.retry()).hasValue(Duration.ofMillis(250));
        assertThat(FULL.comment()).hasValue("c");
    }

    @Test
    void createsEventsByFactoryMethods() {
        assertThat(Event.of("x")).isEqualTo(Event.builder().data("x").build());
        assertThat(Event.of("t", "x"))
                .isEqualTo(Event.builder().type("t").data("x").build());
        assertThat(Event.comment("x")).isEqualTo(Event.builder().comment("x").build());
        assertThat(Event.retry(Duration.ofSeconds(1)))
                .isEqualTo(Event.builder().retry(Duration.ofSeconds(1)).build());

        Event retry = Event.retry(Duration.ZERO);
        assertThat(retry.retry()).hasValue(Duration.ZERO);
        assertThat(retry.id()).isEmpty();
        assertThat(retry.type()).isEmpty();
        assertThat(retry.data()).isEmpty();
        assertThat(retry.comment()).isEmpty();
    }

    @Test
    void replacesOneFieldOfCopy() {
        assertThat(FULL.withId("8")).isEqualTo(FULL.toBuilder().id("8").build());
        assertThat(FULL.toBuilder().type("u").build().type()).hasValue("u");
        assertThat(FULL.withData("d").data()).hasValue("d");
        assertThat(FULL.toBuilder().retry(Duration.ZERO).build().retry()).hasValue(Duration.ZERO);
        assertThat(FULL.toBuilder().comment("d").build().comment()).hasValue("d");
        assertThat(FULL.id()).hasValue("7");

        assertThat(FULL.withId("8").withId("7")).isEqualTo(FULL);
        assertThat(FULL.withData("d").id()).hasValue("7");
    }

    @Test
    void removesIdOrType() {
        assertThat(FULL.withoutId().id()).isEmpty();
        assertThat(FULL.withoutId().withId("7")).isEqualTo(FULL);
        assertThat(FULL.toBuilder().type("").build().type()).isEmpty();
        assertThat(Event.of("", "x")).isEqualTo(Event.of("x"));
        assertThatThrownBy(() -> Event.builder().id("1").build().withoutId())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event must have at least one field: nothing is set");
    }

    @Test
    void reusesBuilder() {
        Event.Builder builder = Event.builder().data("a");
        Event first = builder.build();
        Event second = builder.data("b").build();

        assertThat(first.data()).hasValue("a");
        assertThat(second.data()).hasValue("b");
    }

    @Test
    void normalizesLineBreaksAndSurrogates() {
        assertThat(Event.of("a\r\nb\rc\nd\r\n").data()).hasValue("a\nb\nc\nd\n");
        assertThat(Event.of("\r\r\n\n")).isEqualTo(Event.of("\n\n\n"));
        assertThat(Event.comment("a\rb").comment()).hasValue("a\nb");
        assertThat(Event.of("a\uD83Db?").data()).hasValue("a\uFFFDb?");
        assertThat(Event.of("t\uDE00", "x").type()).hasValue("t\uFFFD");
        assertThat(Event.of("😀?").data()).hasValue("😀?");
        assertThat(Event.of("").data()).hasValue("");
    }

    @Test
    void equalsEventWithEqualFields() {
        Event same = Event.builder()
                .comment("c")
                .retry(Duration.ofMillis(250))
                .data("a\r\nb")
                .type("tick")
                .id("7")
                .build();
        assertThat(same).isEqualTo(FULL).hasSameHashCodeAs(FULL);

        assertThat(FULL.withId("8")).isNotEqualTo(FULL);
        assertThat(FULL.toBuilder().type("u").build()).isNotEqualTo(FULL);
        assertThat(FULL.withData("d")).isNotEqualTo(FULL);
        assertThat(FULL.toBuilder().retry(Duration.ZERO).build()).isNotEqualTo(FULL);
        assertThat(FULL.toBuilder().comment("d").build()).isNotEqualTo(FULL);
        assertThat(FULL.withoutId()).isNotEqualTo(FULL);
        assertThat(Event.of("x")).isNotEqualTo(Event.comment("x")).isNotEqualTo("x");
        assertThat(Event.of("x").withId("")).isNotEqualTo(Event.of("x"));
        assertThat(Event.of("x")).doesNotHaveSameHashCodeAs(Event.of("y"));
    }

    @Test
    void rejectsLineBreakInId() {
        assertRefused("id must not contain LF: \"a\\nb\"", Event.builder()::id, "a\nb");
        assertRefused("id must not contain CR: \"a\\rb\"", Event.builder()::id, "a\rb");
        assertRefused("id must not contain NUL: \"a\\u0000b\"", Event.builder()::id, "a\0b");
        assertRefused("id must not contain LF: \"a\\n\"", FULL::withId, "a\n");
        assertRefused("id must not contain LF: \"12345678\\n90\"", Event.builder()::id, "12345678\n90");
        assertRefused("id must not contain NUL: \"12345678\\u0000\"", Event.builder()::id, "12345678\0");
    }

    @Test
    void rejectsIdOverLimit() {
        String longest = "\u00e9".repeat(512);
        assertThat(Event.builder().id(longest).build().id()).hasValue(longest);
        assertRefused(
                "id must be at most 1024 bytes in UTF-8: 1025, \"" + "\u00e9".repeat(80) + "\"... (513 characters)",
                Event.builder()::id,
                longest + "x");
    }

    @Test
    void rejectsWhiteSpaceAroundId() {
        assertRefused("id must not begin or end with white space: \" a\"", Event.builder()::id, " a");
        assertRefused("id must not begin or end with white space: \"a \"", Event.builder()::id, "a ");
        assertRefused("id must not begin or end with white space: \"\\ta\"", Event.builder()::id, "\ta");
        assertRefused("id must not begin or end with white space: \" \"", Event.builder()::id, " ");
        assertThat(Event.builder().id("a b").build().id()).hasValue("a b");
    }

    @Test
    void rejectsLineBreakInType() {
        assertRefused("type must not contain LF: \"a\\nb\"", Event.builder()::type, "a\nb");
        assertRefused("type must not contain CR: \"a\\rb\"", Event.builder()::type, "a\rb");
        assertRefused("type must not contain LF: \"\\n\"", Event.builder()::type, "\n");
        assertRefused("type must not contain CR: \"\\ra\"", Event.builder()::type, "\ra");
        assertThatThrownBy(() -> Event.of("a\n", "x")).hasMessage("type must not contain LF: \"a\\n\"");
        assertThat(Event.of(" a\0 ", "x").type()).hasValue(" a\0 ");
    }

    @Test
    void rejectsRetryOutOfRange() {
        assertRefused("retry must not be negative: PT-0.001S", Event::retry, Duration.ofMillis(-1));
        assertRefused("retry must not be negative: PT-0.000000001S", Event::retry, Duration.ofNanos(-1));
        assertRefused(
                "retry must be at most 2147483647 ms: PT596H31M23.648S", Event::retry, Duration.ofMillis(1L << 31));
        assertRefused(
                "retry must be at most 2147483647 ms: PT596H31M23.647000001S",
                Event::retry,
                Event.MAX_RETRY.plusNanos(1));
        assertThat(Event.retry(Event.MAX_RETRY).retry()).hasValue(Event.MAX_RETRY);
    }

    @Test
    void roundsRetryUpToMilliseconds() {
        assertThat(Event.retry(Duration.ofNanos(1)).retry()).hasValue(Duration.ofMillis(1));
        assertThat(Event.retry(Duration.ofNanos(1_000_000)).retry()).hasValue(Duration.ofMillis(1));
        assertThat(Event.retry(Duration.ofNanos(1_000_001)).retry()).hasValue(Duration.ofMillis(2));
        assertThat(Event.retry(Event.MAX_RETRY.minusNanos(1)).retry()).hasValue(Event.MAX_RETRY);
    }

    @Test
    void rejectsEventWithoutFields() {
        assertThatThrownBy(() -> Event.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event must have at least one field: nothing is set");
        assertThatThrownBy(() -> Event.builder().type("").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event must have at least one field: nothing is set");
    }

    @Test
    void rejectsNullByName() {
        assertNullRefused("data", () -> Event.of(null));
        assertNullRefused("type", () -> Event.of(null, "x"));
        assertNullRefused("data", () -> Event.of("t", null));
        assertNullRefused("text", () -> Event.comment(null));
        assertNullRefused("retry", () -> Event.retry(null));
        assertNullRefused("id", () -> Event.builder().id(null));
        assertNullRefused("id", () -> FULL.withId(null));
        assertNullRefused("type", () -> FULL.toBuilder().type(null));
        assertNullRefused("data", () -> FULL.withData(null));
        assertNullRefused("retry", () -> FULL.toBuilder().retry(null));
        assertNullRefused("comment", () -> FULL.toBuilder().comment(null));
    }

    @Test
    void describesPresentFields() {
        assertThat(FULL).hasToString("Event[type=\"tick\", id=\"7\", retry=250ms, data=\"a\\nb\", comment=\"c\"]");
        assertThat(Event.of("")).hasToString("Event[data=\"\"]");
        assertThat(Event.of("\"\\\t\0\u0085é\r")).hasToString("Event[data=\"\\\"\\\\\\t\\u0000\\u0085é\\n\"]");
    }

    @Test
    void describesAtMost80CharactersOfText() {
        String text = "x".repeat(80);
        assertThat(Event.of(text)).hasToString("Event[data=\"" + text + "\"]");
        assertThat(Event.of(text + "y")).hasToString("Event[data=\"" + text + "\"... (81 characters)]");
        assertThat(Event.of("x".repeat(79) + "😀"))
                .hasToString("Event[data=\"" + "x".repeat(79) + "\"... (81 characters)]");
    }

    private static <T> void assertRefused(String message, java.util.function.Function<T, ?> call, T value) {
        assertThatThrownBy(() -> call.apply(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static void assertNullRefused(String name, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class).hasMessage(name);
    }
}
