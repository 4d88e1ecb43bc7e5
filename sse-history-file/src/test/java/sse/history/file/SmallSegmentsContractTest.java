package sse.history.file;

import sse.testkit.HistoryContract;
import sse.testkit.HistoryFixture;

/** The contract holds with small segments, and with a force for each commit. */
class SmallSegmentsContractTest extends HistoryContract {
    @Override
    protected HistoryFixture fixture() {
        return new FileHistoryFixture(settings -> settings.segmentSize(4096).flush(Flush.eachCommit()));
    }
}
