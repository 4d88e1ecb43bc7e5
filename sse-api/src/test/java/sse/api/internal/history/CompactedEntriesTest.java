package sse.api.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.internal.StillTicker;
import sse.api.internal.history.CompactedEntries.Kind;
import sse.api.spi.Frame;

/** The data of an entry is its key and its position. */
class CompactedEntriesTest {
    private static final long PLENTY = 1L << 40;

    private final Object lock = new Object();
    private final StillTicker ticker = new StillTicker();
    private volatile long head;

    private CompactedEntries entries(int keys, long bytes) {
        return new CompactedEntries(new Sequence("e"), new CompactionLimits(keys, bytes, ticker));
    }

    private void put(CompactedEntries entries, String key) {
        put(entries, key, Kind.VALUE);
    }

    private void put(CompactedEntries entries, String key, Kind kind) {
        synchronized (lock) {
            long position = head;
            Frame frame = Frame.of(Event.of(key + ":" + position).withId("e-" + position));
            entries.put(key, kind, new LogEntry(position, position * 2, "e-" + position, frame), false);
            head = position + 1;
        }
    }

    private List<String> data(CompactedEntries entries, long from, long until) {
        LogEntry[] into = new LogEntry[100];
        int count = entries.read(from, until, into);
        return Stream.of(into)
                .limit(count)
                .map(e -> e.event().data().orElseThrow())
                .toList();
    }

    @Test
    void readsTheNewestOfEachKeyInOrderFromAnywhereToAnywhere() {
        CompactedEntries entries = entries(10, PLENTY);
        for (String key : List.of("a", "b", "a", "c", "b", "a")) {
            put(entries, key);
        }
        assertThat(data(entries, 0, 6)).containsExactly("c:3", "b:4", "a:5");
        assertThat(data(entries, 4, 6)).containsExactly("b:4", "a:5");
        assertThat(data(entries, 0, 5)).containsExactly("c:3", "b:4");
        assertThat(data(entries, 6, 6)).isEmpty();
        assertThat(entries.positionAfter(4, 6)).hasValue(3);
        assertThat(entries.positionAfter(5, 6)).hasValue(3);
        assertThat(entries.positionAfter(6, 6)).hasValue(4);
        assertThat(entries.positionAfter(10, 6)).hasValue(6);
    }

    @Test
    void holdsSoManyKeys() {
        for (int keys : new int[] {2, 3, 4}) {
            head = 0;
            CompactedEntries entries = entries(3, PLENTY);
            for (int i = 0; i < keys; i++) {
                put(entries, Integer.toString(i));
            }
            assertThat(entries.forgottenBefore()).isEqualTo(keys == 4 ? 1 : 0);
            assertThat(data(entries, 0, head)).hasSize(Math.min(3, keys));
        }
    }

    @Nested
    class Tombstones {
        private final CompactedEntries entries = entries(3, PLENTY);

        @Test
        void areReadUntilRoomIsNeeded() {
            put(entries, "a");
            put(entries, "b");
            put(entries, "a", Kind.TOMBSTONE);
            assertThat(data(entries, 0, head)).containsExactly("b:1", "a:2");

            put(entries, "c");
            put(entries, "d");
            assertThat(data(entries, 0, head)).containsExactly("b:1", "c:3", "d:4");
            assertThat(entries.tombstoneForgottenBefore()).isEqualTo(3);
            assertThat(entries.forgottenBefore()).as("no living key").isZero();
            assertThat(entries.isIncomplete()).isFalse();
        }

        @Test
        void makeClientsFromBeforeThemUnknown() {
            put(entries, "a");
            put(entries, "a", Kind.TOMBSTONE);
            assertThat(entries.positionAfter(0, head)).hasValue(1);
            List.of("b", "c", "d").forEach(key -> put(entries, key));

            assertThat(entries.positionAfter(0, head)).isEmpty();
            assertThat(entries.positionAfter(2, head)).hasValue(2);
        }

        @Test
        void endWithNewValueOfKey() {
            put(entries, "a", Kind.TOMBSTONE);
            put(entries, "a");
            List.of("b", "c", "d").forEach(key -> put(entries, key));

            assertThat(data(entries, 0, head)).containsExactly("b:2", "c:3", "d:4");
            assertThat(entries.forgottenBefore()).as("a was living").isEqualTo(2);
            assertThat(entries.isIncomplete()).isTrue();
        }

        @Test
        void areForgottenAfterTenMinutes() {
            put(entries, "a", Kind.TOMBSTONE);
            ticker.advance(Duration.ofMinutes(10));
            put(entries, "b");
            assertThat(data(entries, 0, head)).containsExactly("a:0", "b:1");
            ticker.advance(Duration.ofNanos(1));
            put(entries, "b");

            assertThat(data(entries, 0, head)).containsExactly("b:2");
        }
    }

    @Test
    void holdsSoManyBytes() {
        // "id: e-0\ndata: a:0\n\n" has 19 bytes, "e-0" 3, "a" 1, and what holds them 224.
        long each = 19 + 3 + 1 + 224;
        for (long slack : new long[] {-1, 0}) {
            head = 0;
            CompactedEntries entries = entries(10, 2 * each + slack);
            for (String key : List.of("a", "b", "a", "b")) {
                put(entries, key);
            }
            assertThat(data(entries, 0, head)).hasSize(slack < 0 ? 1 : 2);
        }
    }

    @Test
    void holdsTheNewestHoweverLarge() {
        CompactedEntries entries = entries(10, 1);
        put(entries, "a");
        put(entries, "b");
        assertThat(data(entries, 0, head)).containsExactly("b:1");
    }

    @Test
    void countsAKeyNoMoreOnceItIsForgotten() {
        CompactedEntries entries = entries(2, 50_000);
        for (int i = 0; i < 100; i++) {
            put(entries, "k".repeat(1000) + i);
        }
        assertThat(data(entries, 0, head)).hasSize(2);
    }

    @Test
    void givesReadersACompleteStateWhileItChanges() throws Exception {
        long seed = Long.getLong("sse.test.seed", System.nanoTime());
        System.out.println("sse.test.seed=" + seed);
        CompactedEntries entries = entries(100, PLENTY);
        List<CompletableFuture<Map<String, String>>> readers = new ArrayList<>();
        long last = 100_000;
        for (int i = 0; i < 2; i++) {
            readers.add(CompletableFuture.supplyAsync(() -> readUntil(entries, last)));
        }
        Random random = new Random(seed);
        Map<String, String> state = new HashMap<>();
        for (int i = 0; i < last; i++) {
            String key = "k" + random.nextInt(100);
            put(entries, key);
            state.put(key, key + ":" + i);
        }
        for (CompletableFuture<Map<String, String>> reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(state);
        }
    }

    /** Reads as a cursor does. */
    private Map<String, String> readUntil(CompactedEntries entries, long last) {
        Map<String, String> state = new HashMap<>();
        LogEntry[] batch = new LogEntry[32];
        long position = 0;
        while (position < last) {
            long until = head;
            int count = entries.read(position, until, batch);
            for (int i = 0; i < count; i++) {
                assertThat(batch[i].position()).isBetween(position, until - 1);
                position = batch[i].position() + 1;
                String data = batch[i].event().data().orElseThrow();
                state.put(data.split(":")[0], data);
            }
            position = count == 0 ? until : position;
        }
        return state;
    }
}
