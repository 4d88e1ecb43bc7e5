package sse.testkit.internal.contract.backplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.testkit.BackplaneFixture;
import sse.testkit.internal.contract.log.LogTest;

/** The base of the parts of the contract of backplanes: connects processes, which it closes after each test. */
public abstract class BackplaneTest extends LogTest {
    private final List<Executable> closing = new ArrayList<>();
    private @Nullable BackplaneFixture fixture;
    private @Nullable Backplane first;
    private @Nullable Backplane second;
    private long counter;

    /** Creates a part of the contract. */
    protected BackplaneTest() {}

    /** Creates the fixture of a test. */
    protected abstract BackplaneFixture newFixture();

    @BeforeEach
    final void connectTwo() throws Exception {
        fixture = newFixture();
        closing.add(fixture()::close);
        first = connect();
        second = connect();
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

    final Backplane connect() throws Exception {
        Backplane backplane = fixture().connect();
        closing.add(backplane::close);
        return backplane;
    }

    final BackplaneFixture fixture() {
        return Objects.requireNonNull(fixture);
    }

    final Backplane first() {
        return Objects.requireNonNull(first);
    }

    final Backplane second() {
        return Objects.requireNonNull(second);
    }

    /** Publishes a batch of a publisher of this test, with the next counter. */
    final List<EntryId> publish(Backplane backplane, String... data) throws Exception {
        return await(backplane.publish(publications(data), "test", counter++));
    }

    /** Follows from a position until the test ends. */
    final FollowRecorder follow(Backplane backplane, EntryId position) {
        FollowRecorder recorder = new FollowRecorder(fixture().deadline());
        Backplane.Following following = backplane.follow(position, recorder);
        closing.add(following::close);
        return recorder;
    }
}
