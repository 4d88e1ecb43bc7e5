package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeTest {
    @Test
    void isNotIdleOnceARequestHasBecomeAStream() throws Exception {
        Intake intake = new Intake(
                new FakeCore(FakeCore.OnLane::open), new Stalled(Stalled.NO_LIMIT), new Stalled(Stalled.NO_LIMIT));
        BlockingQueue<Boolean> idle = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/", exchange -> {
            intake.receive(Optional.empty(), reception -> intake.take(exchange, "/", reception));
            // The reception is over, so only the stream counts. It lasts: its client stays, and nobody ends it.
            idle.add(intake.isIdle());
        });
        server.start();
        try (RawClient client = RawClient.connect(server.getAddress()).send(RawClient.STREAM_REQUEST)) {
            assertThat(idle.poll(20, TimeUnit.SECONDS)).isFalse();
        } finally {
            server.stop(0);
            intake.close();
        }
    }
}
