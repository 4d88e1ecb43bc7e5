package sse.benchmarks.load;

import sse.benchmarks.load.read.ReaderMain;
import sse.benchmarks.load.read.ReaderServerMain;

/**
 * A client that reads, where servers are otherwise, and the server that it reads from, where clients are otherwise:
 * each in a new process. For use by one thread.
 */
final class ReadRig implements AutoCloseable {
    private final Children children;
    private final ChildProcess server;
    private final ChildProcess reader;
    private final long port;

    private ReadRig(Children children, ChildProcess server, ChildProcess reader, long port) {
        this.children = children;
        this.server = server;
        this.reader = reader;
        this.port = port;
    }

    static ReadRig start(LoadRig.Setup setup, String row, LoadOptions options)
            throws LoadException, InterruptedException {
        Children children = setup.children();
        try {
            ChildProcess server = children.start(
                    "server of " + row,
                    setup.pinning()
                            .client(ServerCatalog.java(
                                    "-Xmx512m", ReaderServerMain.class, Integer.toString(options.payloadBytes()))),
                    setup.directory().resolve("reader-server.err"));
            long port = server.answer("start").number("port");
            ChildProcess reader = children.start(
                    row,
                    setup.pinning().server(ServerCatalog.java("-Xmx" + options.heap(), ReaderMain.class, row)),
                    setup.directory().resolve(row + ".err"));
            reader.answer("start");
            return new ReadRig(children, server, reader, port);
        } catch (LoadException | InterruptedException failure) {
            children.closeAll();
            throw failure;
        }
    }

    ProcessUsage readerUsage() {
        return new ProcessUsage(reader.pid());
    }

    /** Opens the stream that gets as many events as the client can read. */
    void flood() throws LoadException, InterruptedException {
        reader.ask("flood " + port);
    }

    /** Returns what the client has counted in the flood so far. */
    Reply window() throws LoadException, InterruptedException {
        return reader.ask("window");
    }

    /** Opens streams that get one event, and waits for those. */
    void open(int streams) throws LoadException, InterruptedException {
        reader.ask("open " + port + " " + streams);
    }

    /** Collects garbage in the client and returns the used heap. */
    long liveHeapBytes() throws LoadException, InterruptedException {
        return reader.ask("heap").number("heap");
    }

    /**
     * Restarts the server.
     *
     * @return times from then until all streams had an event again
     */
    Reply restart(long downMillis) throws LoadException, InterruptedException {
        reader.ask("rearm");
        long up = server.ask("restart " + downMillis).number("up");
        return reader.ask("arrivals " + up);
    }

    /** Returns how many connections the server got since the restart. */
    Reply accepted() throws LoadException, InterruptedException {
        return server.ask("accepted");
    }

    @Override
    public void close() {
        children.close(reader);
        children.close(server);
    }
}
