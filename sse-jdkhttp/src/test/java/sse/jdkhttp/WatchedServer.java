package sse.jdkhttp;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** A JDK server that records which threads stop it. */
final class WatchedServer extends HttpServer {
    private final HttpServer server;
    private final List<String> stoppedBy = new CopyOnWriteArrayList<>();

    WatchedServer(HttpServer server) {
        this.server = server;
    }

    /** Returns the names of the threads that have called {@link #stop}, in order. */
    List<String> stoppedBy() {
        return stoppedBy;
    }

    @Override
    public void stop(int delay) {
        stoppedBy.add(Thread.currentThread().getName());
        server.stop(delay);
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        server.bind(address, backlog);
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void setExecutor(Executor executor) {
        server.setExecutor(executor);
    }

    @Override
    public Executor getExecutor() {
        return server.getExecutor();
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        return server.createContext(path, handler);
    }

    @Override
    public HttpContext createContext(String path) {
        return server.createContext(path);
    }

    @Override
    public void removeContext(String path) {
        server.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        server.removeContext(context);
    }

    @Override
    public InetSocketAddress getAddress() {
        return server.getAddress();
    }
}
