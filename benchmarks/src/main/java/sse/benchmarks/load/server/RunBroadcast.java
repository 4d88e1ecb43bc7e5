package sse.benchmarks.load.server;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.Run;
import sse.api.RunOutput;
import sse.api.Runs;
import sse.api.SseServer;

/** This library on {@code sse-nio}: one run with the default history, every stream attached to it. */
public final class RunBroadcast implements BroadcastServer {
    private final Runs runs = Runs.builder().build();
    private final Run run;
    private final RunOutput out;
    private @Nullable SseServer server;

    /** Starts the run; the server is not started. */
    public RunBroadcast() throws InterruptedException {
        BlockingQueue<RunOutput> outputs = new LinkedBlockingQueue<>();
        run = runs.start("broadcast", output -> {
            outputs.add(output);
            // Others send, until the run is stopped.
            Thread.sleep(Long.MAX_VALUE);
        });
        out = outputs.take();
    }

    @Override
    public int start() throws IOException {
        SseServer started =
                SseServer.builder().transport("nio").port(0).stream("/", run).start();
        server = started;
        return started.port();
    }

    /** The id is the run's. */
    @Override
    public void broadcast(long sequence, String data) {
        out.send(Event.of(data));
    }

    @Override
    public int streams() {
        return run.clients();
    }

    @Override
    public void close() {
        runs.close();
        if (server != null) {
            server.close();
        }
    }
}
