package sse.benchmarks.load.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledgements of publications that every subscriber has received, one byte each. The subscribers' process sends
 * them over a separate connection to the publishing thread, so that waiting costs the server one blocking read and no
 * other thread. Confined to one thread.
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

    /** Returns the number of acknowledged publications that have been read. */
    long completed() {
        return completed;
    }

    /** Waits a short time for more; the caller checks whether it should stop. */
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
