package sse.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sse.benchmarks.load.client.ClientMain;

/** A server and its subscribers, each in a new process. For use by one thread. */
final class LoadRig implements AutoCloseable {
    private static final long SUBSCRIBED_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int PUBLISHED_TO_NOBODY = 20;
    private static final long POLL_MILLIS = 20;
    private static final long VISIT_UNIT_MILLIS = 1000;

    private final Children children;
    private final ChildProcess server;
    private final ChildProcess client;
    private final int port;
    private final boolean overHttp2;
    private final long serverPid;

    /** The same process twice, where the subscribers are in the server's. */
    private LoadRig(Setup setup, String name, ChildProcess server, ChildProcess client, Reply ports)
            throws LoadException {
        this.children = setup.children();
        this.overHttp2 = ServerCatalog.speaksHttp2(name);
        this.server = server;
        this.client = client;
        this.port = (int) ports.number("port");
        this.serverPid = ports.text("pid").isEmpty() ? server.pid() : ports.number("pid");
    }

    /** What is needed to start one. */
    record Setup(Children children, ServerCatalog catalog, CpuPinning pinning, Path directory) {}

    static LoadRig start(Setup setup, String name) throws LoadException, InterruptedException {
        ChildProcess server = setup.children()
                .start(
                        name,
                        setup.catalog().isInMemory(name)
                                ? setup.pinning().both(setup.catalog().command(name))
                                : setup.pinning().server(setup.catalog().command(name)),
                        setup.directory().resolve(name + ".err"));
        try {
            Reply ports = server.answer("start");
            ChildProcess client = setup.catalog().isInMemory(name) ? server : startClient(setup, name);
            client.ask("control " + ports.number("control"));
            return new LoadRig(setup, name, server, client, ports);
        } catch (LoadException | InterruptedException failure) {
            setup.children().closeAll();
            throw failure;
        }
    }

    ProcessUsage serverUsage() {
        return new ProcessUsage(serverPid);
    }

    ProcessUsage clientUsage() {
        return new ProcessUsage(client.pid());
    }

    /**
     * Opens streams.
     *
     * @return how long it took until all heads had come
     */
    Duration open(int streams, int payloadBytes) throws LoadException, InterruptedException {
        Reply opened = client.ask("open " + port + " " + streams + " " + payloadBytes);
        return Duration.ofNanos(opened.number("nanos"));
    }

    /** Opens streams that are never read. */
    void stall(int streams) throws LoadException, InterruptedException {
        client.ask("stall " + port + " " + streams);
    }

    /** Waits until the server has so many streams: what is published then reaches all. */
    void awaitStreams(int streams) throws LoadException, InterruptedException {
        long deadlineNanos = System.nanoTime() + SUBSCRIBED_NANOS;
        while (streams() < streams) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new LoadException("server must have " + streams + " streams: " + streams());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Returns how many streams the server has. */
    long streams() throws LoadException, InterruptedException {
        return server.ask("streams").number("streams");
    }

    void flood(int inFlight, int payloadBytes) throws LoadException, InterruptedException {
        server.ask("flood " + inFlight + " " + payloadBytes);
    }

    void rate(double perSecond, int payloadBytes) throws LoadException, InterruptedException {
        server.ask("rate " + perSecond + " " + payloadBytes);
    }

    /**
     * Ends publishing and waits a while for what is on its way.
     *
     * @return how many deliveries have not come
     */
    long stop() throws LoadException, InterruptedException {
        return client.ask("drain " + published()).number("outstanding");
    }

    /** Opens connections on which the subscribers' process posts events. */
    void openPosters(int connections, int payloadBytes) throws LoadException, InterruptedException {
        client.ask("post-open " + port + " " + connections + " " + payloadBytes);
    }

    void floodPosts(int inFlight) throws LoadException, InterruptedException {
        client.ask("post-flood " + inFlight);
    }

    void ratePosts(double perSecond) throws LoadException, InterruptedException {
        client.ask("post-rate " + perSecond);
    }

    /**
     * Ends posting and waits a while for what is on its way.
     *
     * @return how many deliveries have not come
     */
    long stopPosts() throws LoadException, InterruptedException {
        long posted = client.ask("post-stop").number("posted");
        return client.ask("drain " + posted).number("outstanding");
    }

    /** Has visitors come and leave from now on. */
    void visit(int visitors, int payloadBytes, long seed) throws LoadException, InterruptedException {
        client.ask("%s %d %d %d %d %d"
                .formatted(overHttp2 ? "visit-http2" : "visit", port, visitors, payloadBytes, seed, VISIT_UNIT_MILLIS));
    }

    /** Returns what the visitors have counted. */
    Reply visits() throws LoadException, InterruptedException {
        return client.ask("visits");
    }

    /**
     * Has all visitors come back, ends publishing, and waits a while for what they have not seen.
     *
     * @return how many deliveries have not come
     */
    long settle() throws LoadException, InterruptedException {
        client.ask("settle");
        return client.ask("rest " + published()).number("outstanding");
    }

    /** Has all visitors leave; the server may take its time to notice. */
    void leave() throws LoadException, InterruptedException {
        client.ask("leave");
    }

    /** Opens streams whose ends are noted, and waits for their heads. */
    void openUntilEnd(int streams) throws LoadException, InterruptedException {
        long awaited = client.ask("await-end " + port + " " + streams).number("outstanding");
        if (awaited > 0) {
            throw new LoadException("every stream must open: " + awaited + " have not");
        }
    }

    /**
     * Has the server stop, and waits for its process to end.
     *
     * @return how long that took
     */
    Duration stopServer(Duration longest) throws LoadException, InterruptedException {
        return server.quit(longest);
    }

    /** Returns how streams have ended. */
    Reply ends() throws LoadException, InterruptedException {
        return client.ask("ends");
    }

    /** Returns what the server itself counts. */
    Reply counters() throws LoadException, InterruptedException {
        return server.ask("counters");
    }

    /** Begins a window of measuring. */
    void begin() throws LoadException, InterruptedException {
        client.ask("begin");
    }

    /** Returns what the subscribers have counted since the window began. */
    Reply report() throws LoadException, InterruptedException {
        return client.ask("report");
    }

    /** Collects garbage in the server and returns the used heap; zero if it has no heap. */
    long liveHeapBytes() throws LoadException, InterruptedException {
        return server.ask("heap").number("heap");
    }

    /** Closes all streams; the server may take its time to notice. */
    void closeStreams() throws LoadException, InterruptedException {
        client.ask("close");
    }

    /**
     * Waits until the server has no streams, but not for long. Publishes meanwhile: some notice only when they write.
     */
    void awaitNoStreams(Duration longest, int payloadBytes) throws LoadException, InterruptedException {
        long deadlineNanos = System.nanoTime() + longest.toNanos();
        rate(PUBLISHED_TO_NOBODY, payloadBytes);
        while (streams() > 0 && System.nanoTime() - deadlineNanos < 0) {
            Thread.sleep(POLL_MILLIS);
        }
        server.ask("stop");
    }

    /** If one of the processes has died, that is the reason, and not what others say of it. */
    LoadException explain(LoadException failure) {
        String reason = Stream.of(server, client)
                .map(ChildProcess::obituary)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
        return reason.isEmpty() ? failure : new LoadException(reason, failure);
    }

    @Override
    public void close() {
        children.close(client);
        children.close(server);
    }

    private long published() throws LoadException, InterruptedException {
        return server.ask("stop").number("published");
    }

    static ChildProcess startClient(Setup setup, String server) throws LoadException {
        return setup.children()
                .start(
                        "subscribers of " + server,
                        setup.pinning()
                                .client(ServerCatalog.java(
                                        "-Xmx1g", ClientMain.class, ServerCatalog.isTls(server) ? ClientMain.TLS : "")),
                        setup.directory().resolve("subscribers.err"));
    }
}
