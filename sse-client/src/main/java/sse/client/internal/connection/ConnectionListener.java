package sse.client.internal.connection;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.client.DisconnectReason;
import sse.client.ResponseHead;

/** Receives what happens on a connection, on any thread, in order. */
interface ConnectionListener {
    /** Called when the head of the response has arrived. Nothing of its content is read before it is requested. */
    void onHead(Connection connection, ResponseHead head);

    /** Called for each chunk of content, which was requested. */
    void onContent(Connection connection, List<ByteBuffer> chunk);

    /**
     * Called last, once, unless the connection is cancelled.
     *
     * @param cause null after an orderly end
     */
    void onEnd(Connection connection, DisconnectReason reason, @Nullable Throwable cause);
}
