package sse.testkit;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.PublishException;
import sse.api.spi.history.History;

class MemoryHistoryTest extends HistoryContract {
    @Override
    protected HistoryFixture fixture() {
        return new MemoryHistoryFixture();
    }

    static class MemoryHistoryFixture implements HistoryFixture {
        private @Nullable MemoryHistory last;

        @Override
        public History open() {
            MemoryHistory opened = last == null ? MemoryHistory.create() : openAgain(last);
            last = opened;
            return opened;
        }

        MemoryHistory openAgain(MemoryHistory closed) {
            return closed.reopen();
        }

        private MemoryHistory last() {
            return Objects.requireNonNull(last);
        }

        @Override
        public void kill(History history) {
            last().kill();
        }

        @Override
        public void killAndLose(History history, int lost) {
            last().killAndLose(lost);
        }

        @Override
        public void trim(History history, int retained) {
            last().retain(retained);
        }

        @Override
        public void setClockBack(Duration time) {
            // It reads no clock.
        }

        @Override
        public void failNextAppend(History history) {
            last().failNextAppend(new PublishException(PublishException.Outcome.NOT_STORED, "disk is full"));
        }
    }
}
