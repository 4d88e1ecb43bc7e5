package sse.testkit.internal.contract.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.testkit.HistoryFixture;
import sse.testkit.internal.contract.log.LogTest;

/** The base of the parts of the contract of histories: opens a history and closes it after each test. */
public abstract class HistoryTest extends LogTest {
    private final List<Executable> closing = new ArrayList<>();

    @Nullable
    HistoryFixture fixture;

    @Nullable
    History history;

    /** Creates a part of the contract. */
    protected HistoryTest() {}

    /** Creates the fixture of a test. */
    protected abstract HistoryFixture newFixture();

    @BeforeEach
    final void openHistory() throws Exception {
        fixture = newFixture();
        closing.add(fixture()::close);
        open();
    }

    @AfterEach
    final void closeWhatWasOpened() throws Throwable {
        for (int i = closing.size() - 1; i >= 0; i--) {
            closing.get(i).execute();
        }
    }

    /** Has something closed after the test, before what was opened earlier. */
    final void closeAfterTest(Executable closer) {
        closing.add(closer);
    }

    final HistoryFixture fixture() {
        return Objects.requireNonNull(fixture);
    }

    final History history() {
        return Objects.requireNonNull(history);
    }

    /** Opens the history, for the rest of the test. */
    final void open() throws Exception {
        History opened = fixture().open();
        closing.add(opened::close);
        history = opened;
    }

    final List<EntryId> append(String... data) throws Exception {
        return await(history().append(publications(data)));
    }

    /** Returns everything that is retained. */
    final List<LogEntry> readAll() throws Exception {
        return readAll(history());
    }
}
