package sse.testkit.internal.contract.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.Event;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.PublicationLog;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** The base of the contracts of histories and backplanes. */
@Timeout(60)
@ExtendWith(ExpectedErrors.class)
public abstract class LogTest {
    protected static final String TOPIC = "prices";
    protected static final ReadLimits LIMITS = ReadLimits.of(1_000, 1 << 20);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Creates a part of a contract. */
    protected LogTest() {}

    /** An operation of a fixture that may not be supported. */
    public interface Operation {
        /** Runs the operation. */
        void run() throws Exception;
    }

    /** Runs an operation, or aborts the test if it is not supported. */
    protected static void ifSupported(Operation operation) throws Exception {
        try {
            operation.run();
        } catch (UnsupportedOperationException unsupported) {
            Assumptions.abort("not supported: " + unsupported.getMessage());
        }
    }

    /** Waits for a result, or throws the exception of the stage. */
    public static <T> T await(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failure;
        } catch (TimeoutException late) {
            throw new AssertionError("stage must be completed within " + DEADLINE, late);
        }
    }

    protected static Publication publication(String data) {
        return Publication.of(TOPIC, Event.of(data));
    }

    protected static List<Publication> publications(String... data) {
        return Arrays.stream(data).map(LogTest::publication).toList();
    }

    /** Returns publications whose data are numbers. */
    protected static List<Publication> numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> publication(Integer.toString(i)))
                .toList();
    }

    protected static String bytes(LogEntry entry) {
        return StandardCharsets.UTF_8.decode(entry.frame().asByteBuffer()).toString();
    }

    /** Returns the data of entries. */
    public static List<String> data(List<LogEntry> entries) {
        return entries.stream()
                .map(entry -> entry.frame().event().data().orElse(""))
                .toList();
    }

    /** Returns the ids of entries. */
    public static List<EntryId> ids(List<LogEntry> entries) {
        return entries.stream().map(LogEntry::id).toList();
    }

    protected static List<LogEntry> page(ReadResult result) {
        assertEquals(ReadResult.Kind.PAGE, result.kind());
        return result.entries();
    }

    /** Returns everything that a log retains, read page by page. */
    protected static List<LogEntry> readAll(PublicationLog log) throws Exception {
        List<LogEntry> all = new ArrayList<>();
        EntryId position = await(log.tail());
        List<LogEntry> page = page(await(log.readAfter(position, LIMITS)));
        while (!page.isEmpty()) {
            all.addAll(page);
            position = page.get(page.size() - 1).id();
            page = page(await(log.readAfter(position, LIMITS)));
        }
        return all;
    }

    /** Asserts that an operation throws, or its stage fails, and by no mistake of the log's own. */
    protected static void assertFails(Operation operation) {
        Exception failure = Assertions.assertThrows(Exception.class, operation::run);
        assertTrue(
                failure instanceof IOException
                        || failure instanceof UncheckedIOException
                        || failure instanceof IllegalStateException
                        || failure instanceof PublishException,
                failure::toString);
    }

    /** Asserts that ids follow one another without a hole. */
    protected static void assertDense(List<EntryId> ids) {
        for (int i = 1; i < ids.size(); i++) {
            assertEquals(ids.get(i - 1).next(), ids.get(i));
        }
    }
}
