package sse.jdkhttp;

import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What an exchange and its stream need of the server.
 *
 * @param dispatcher the dispatcher that accepted the exchange
 * @param lane the lane of its connection
 * @param serverTask the JDK server's task for the request, if it is known
 */
record ExchangeContext(ExchangeDispatcher dispatcher, JdkLane lane, Optional<ServerTask> serverTask) {
    Executor loop() {
        return lane.loop();
    }

    WriteQueue writes() {
        return lane.writes();
    }
}
