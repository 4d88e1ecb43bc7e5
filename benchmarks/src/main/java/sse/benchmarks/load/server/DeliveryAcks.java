package sse.benchmarks.load.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the subscribers' process says of publications that all of them have: one byte for each. It comes straight from
 * there, over a connection of its own, to the thread that publishes, so that waiting costs the server one blocking read
 * and no other thread. For use by one thread.
 */
final class DeliveryAcks implements AutoCloseable {
    private static final int POLL_MILLIS = 100;

    private final ServerSocket listener;
    private final byte[] bytes = new byte[4096];
    private @Nullable Socket connection;
    private long completed;

    DeliveryAcks(ServerSocket listener) {
        this.listener = listener;
    }

    /** Returns how many publications all subscribers have, as far as was read. */
    long completed() {
        return completed;
    }

    /** Waits for more, but not for long: the caller looks whether it shall stop. */
    void await() throws IOException {
        try {
            int read = input().read(bytes);
            if (read < 0) {
                throw new IOException("subscribers' process has left");
            }
            completed += read;
        } catch (SocketTimeoutException nothingYet) {
            // The caller asks again.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (connection != null) {
            connection.close();
        }
    }

    private InputStream input() throws IOException {
        if (connection == null) {
            listener.setSoTimeout(POLL_MILLIS);
            connection = listener.accept();
            connection.setSoTimeout(POLL_MILLIS);
        }
        return connection.getInputStream();
    }
}
