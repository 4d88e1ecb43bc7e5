package sse.history.file;

import sse.testkit.HistoryContract;
import sse.testkit.HistoryFixture;

/** The contract holds with every default. */
class FileHistoryContractTest extends HistoryContract {
    @Override
    protected HistoryFixture fixture() {
        return new FileHistoryFixture(settings -> settings);
    }
}
