package sse.api.spi.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryIdTest {
    private static final long MAX = 999_999_999_999_999_999L;

    @Nested
    class Creating {
        @Test
        void returnsItsParts() {
            EntryId id = EntryId.of("k3f9x2AB", 4_194_304, 17);

            assertThat(id.log()).isEqualTo("k3f9x2AB");
            assertThat(id.term()).isEqualTo(4_194_304);
            assertThat(id.number()).isEqualTo(17);
            assertThat(id).hasToString("k3f9x2AB.4194304-17");
        }

        @Test
        void returnsOriginBeforeFirstTerm() {
            assertThat(EntryId.origin("a")).isEqualTo(EntryId.of("a", 0, 0)).hasToString("a.0-0");
            assertThat(EntryId.origin("a")).isLessThan(EntryId.of("a", 1, 0));
        }

        @Test
        void acceptsLimits() {
            assertThat(EntryId.of("a", 0, 0)).hasToString("a.0-0");
            assertThat(EntryId.of("z".repeat(32), MAX, MAX)).hasToString("z".repeat(32) + "." + MAX + "-" + MAX);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a.b", "a-b", "a b", "a\u0000", "\u00e9", "\u0661", "a\n"})
        void refusesNamesOfOtherCharacters(String log) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.of(log, 1, 0))
                    .withMessage("log must be named by 1 to 32 ASCII letters and digits: " + log.length());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.origin(log))
                    .withMessage("log must be named by 1 to 32 ASCII letters and digits: " + log.length());
        }

        @Test
        void refusesLongName() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.of("a".repeat(33), 1, 0))
                    .withMessage("log must be named by 1 to 32 ASCII letters and digits: 33");
        }

        @Test
        void refusesNumbersBeyondLimits() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.of("a", -1, 0))
                    .withMessage("term must be between 0 and 10^18 - 1: -1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.of("a", MAX + 1, 0))
                    .withMessage("term must be between 0 and 10^18 - 1: 1000000000000000000");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.of("a", 1, -1))
                    .withMessage("number must be between 0 and 10^18 - 1: -1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.of("a", 1, MAX + 1))
                    .withMessage("number must be between 0 and 10^18 - 1: 1000000000000000000");
        }

        @Test
        void refusesNull() {
            assertThatNullPointerException().isThrownBy(() -> EntryId.of(null, 1, 0));
            assertThatNullPointerException().isThrownBy(() -> EntryId.origin(null));
            assertThatNullPointerException().isThrownBy(() -> EntryId.parse(null));
        }
    }

    @Nested
    class Parsing {
        @Test
        void readsWhatToStringReturns() {
            Random random = new Random(4711);
            for (int i = 0; i < 10_000; i++) {
                EntryId id = EntryId.of(name(random), number(random), number(random));

                assertThat(EntryId.parse(id.toString())).contains(id);
            }
        }

        private static String name(Random random) {
            String characters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
            return random.ints(1 + random.nextInt(32), 0, characters.length())
                    .collect(
                            StringBuilder::new, (text, at) -> text.append(characters.charAt(at)), StringBuilder::append)
                    .toString();
        }

        /** A number of a random length. */
        private static long number(Random random) {
            return random.nextLong(1L << random.nextInt(60)) % (MAX + 1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a.0-0", "a.1-0", "a.999999999999999999-999999999999999999", "0.0-1"})
        void readsLimits(String text) {
            assertThat(EntryId.parse(text)).map(EntryId::toString).contains(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    "-",
                    ".-",
                    "a",
                    "a.",
                    "a.1",
                    "a.1-",
                    "a.-1",
                    "a-1.1",
                    ".1-1",
                    "1-1",
                    "a.b.1-1",
                    "a.1-1-1",
                    "a.1--1",
                    "a.-1-1",
                    "a.+1-1",
                    "a.1-+1",
                    "a.01-1",
                    "a.1-01",
                    "a.00-0",
                    "a.1-00",
                    "a. 1-1",
                    "a.1-1 ",
                    " a.1-1",
                    "a.1-1\n",
                    "a.1-1\u0000",
                    "\u0000.1-1",
                    "a\u0000.1-1",
                    "\u00e9.1-1",
                    "a.\u0661-1",
                    "a.1-\uff11",
                    "a.0x1-1",
                    "a.1e3-1",
                    "a.1000000000000000000-1",
                    "a.1-1000000000000000000",
                    "a.9223372036854775808-1",
                    "a.1-18446744073709551617",
                    "123",
                    "\ud83d\ude00"
                })
        void readsNothingElse(String text) {
            assertThat(EntryId.parse(text)).isEmpty();
        }

        @Test
        void readsNoLongText() {
            assertThat(EntryId.parse("a".repeat(32) + ".1-1")).isPresent();
            for (String text : List.of(
                    "a".repeat(33) + ".1-1",
                    "a".repeat(5_000),
                    "a".repeat(5_000) + ".1-1",
                    "a.1-" + "1".repeat(5_000),
                    "a." + "0".repeat(5_000) + "-1",
                    ".".repeat(5_000),
                    "-".repeat(5_000))) {
                assertThat(EntryId.parse(text)).isEmpty();
            }
        }

        @Test
        void readsNothingElseFromRandomText() {
            Random random = new Random(4712);
            String characters = "ab01.-\u0000 ";
            int read = 0;
            for (int i = 0; i < 200_000; i++) {
                StringBuilder text = new StringBuilder();
                for (int length = random.nextInt(9); length > 0; length--) {
                    text.append(characters.charAt(random.nextInt(characters.length())));
                }

                Optional<EntryId> id = EntryId.parse(text.toString());
                boolean isId = text.toString().matches("[ab01]+\\.(0|1[01]*)-(0|1[01]*)");
                assertThat(id.map(EntryId::toString)).isEqualTo(isId ? Optional.of(text.toString()) : Optional.empty());
                read += isId ? 1 : 0;
            }
            assertThat(read).isPositive();
        }
    }

    @Nested
    class Comparing {
        private final List<EntryId> ascending = List.of(
                EntryId.origin("a"),
                EntryId.of("a", 0, 1),
                EntryId.of("a", 1, 0),
                EntryId.of("a", 1, 9),
                EntryId.of("a", 1, 10),
                EntryId.of("a", 2, 0),
                EntryId.of("a", 10, 3),
                EntryId.of("a", MAX, MAX));

        @Test
        void ordersByTermThenNumber() {
            for (int i = 0; i < ascending.size(); i++) {
                for (int j = 0; j < ascending.size(); j++) {
                    assertThat(Integer.signum(ascending.get(i).compareTo(ascending.get(j))))
                            .isEqualTo(Integer.compare(i, j));
                }
            }
        }

        @Test
        void refusesIdOfOtherLog() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.of("a", 1, 0).compareTo(EntryId.of("b", 1, 0)))
                    .withMessage("ids must be of one log: a.1-0, b.1-0");
        }

        @Test
        void isEqualToSamePosition() {
            EntryId id = EntryId.of("a", 1, 2);

            assertThat(id).isEqualTo(EntryId.of("a", 1, 2)).hasSameHashCodeAs(EntryId.of("a", 1, 2));
            assertThat(id)
                    .isNotEqualTo(EntryId.of("b", 1, 2))
                    .isNotEqualTo(EntryId.of("a", 2, 2))
                    .isNotEqualTo(EntryId.of("a", 1, 3))
                    .isNotEqualTo("a.1-2")
                    .isNotEqualTo(null);
            assertThat(EntryId.of("A", 1, 2)).isNotEqualTo(id);
        }

        @Test
        void followsInItsTerm() {
            assertThat(EntryId.of("a", 1, 0).next()).isEqualTo(EntryId.of("a", 1, 1));
            assertThat(EntryId.of("a", 1, MAX - 1).next()).isEqualTo(EntryId.of("a", 1, MAX));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EntryId.of("a", 1, MAX).next())
                    .withMessage("number must be between 0 and 10^18 - 1: 1000000000000000000");
        }
    }
}
