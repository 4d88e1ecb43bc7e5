package sse.testkit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import sse.testkit.internal.contract.CancellationServerTest;
import sse.testkit.internal.contract.CloseStreamsServerTest;
import sse.testkit.internal.contract.CompressionServerTest;
import sse.testkit.internal.contract.ContentServerTest;
import sse.testkit.internal.contract.ContractSetting;
import sse.testkit.internal.contract.ControlFramesServerTest;
import sse.testkit.internal.contract.HeartbeatServerTest;
import sse.testkit.internal.contract.LastEventIdServerTest;
import sse.testkit.internal.contract.LongStreamServerTest;
import sse.testkit.internal.contract.OriginServerTest;
import sse.testkit.internal.contract.PublisherServerTest;
import sse.testkit.internal.contract.RefusalServerTest;
import sse.testkit.internal.contract.ReplyServerTest;
import sse.testkit.internal.contract.RouteServerTest;
import sse.testkit.internal.contract.SharedCompressionServerTest;
import sse.testkit.internal.contract.ShutdownServerTest;
import sse.testkit.internal.contract.SlowClientServerTest;
import sse.testkit.internal.contract.SnapshotServerTest;
import sse.testkit.internal.contract.StatisticsServerTest;
import sse.testkit.internal.contract.StreamEndServerTest;
import sse.testkit.internal.contract.StreamHeadServerTest;
import sse.testkit.internal.contract.StreamServerTest;

/** The half of the contract of transports that runs a server on the transport. */
abstract class ServerContract {
    ServerContract() {}

    /** Returns the subject of the tests. */
    abstract ContractSetting newSetting();

    @Nested
    @DisplayName("streams")
    class Streams extends StreamServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("slow clients")
    class SlowClients extends SlowClientServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("routes")
    class Routes extends RouteServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("content of requests")
    class Content extends ContentServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("replies")
    class Replies extends ReplyServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("ends of streams")
    class StreamEnds extends StreamEndServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("cancellation")
    class Cancellation extends CancellationServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("heads of streams")
    class StreamHeads extends StreamHeadServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("refusals")
    class Refusals extends RefusalServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("capacity and shutdown")
    class Shutdown extends ShutdownServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("statistics")
    class Statistics extends StatisticsServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("heartbeats and timeouts")
    class Heartbeats extends HeartbeatServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("control frames")
    class ControlFrames extends ControlFramesServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("compressed streams")
    class CompressedStreams extends CompressionServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("compressed topics")
    class CompressedTopics extends SharedCompressionServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("publishers")
    class Publishers extends PublisherServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("origins")
    class Origins extends OriginServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("ids to resume from")
    class LastEventIds extends LastEventIdServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("long streams")
    class LongStreams extends LongStreamServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("closing streams")
    class CloseStreams extends CloseStreamsServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }

    @Nested
    @DisplayName("snapshots")
    class Snapshots extends SnapshotServerTest {
        private final ContractSetting setting = newSetting();

        @Override
        protected ContractSetting setting() {
            return setting;
        }
    }
}
