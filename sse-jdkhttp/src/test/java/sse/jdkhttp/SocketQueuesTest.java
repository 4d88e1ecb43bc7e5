package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketQueuesTest {
    @Test
    void knowsTheQueueOfAConnection() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux lists it");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            SocketQueues queues = new SocketQueues();

            assertThat(queues.bytesOf(address(server, true), address(server, false)))
                    .hasValue(0);
            assertThat(queues.bytesOf(new InetSocketAddress("127.0.0.1", 1), address(client, false)))
                    .isEmpty();
        }
    }

    @Test
    void knowsNothingWithoutLists() {
        SocketQueues queues = new SocketQueues(List.of(Path.of("/nothing/is/here")));
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 1);

        assertThat(queues.bytesOf(any, any)).isEmpty();
    }

    private static InetSocketAddress address(Socket socket, boolean local) {
        return (InetSocketAddress) (local ? socket.getLocalSocketAddress() : socket.getRemoteSocketAddress());
    }
}
