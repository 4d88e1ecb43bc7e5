package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void readsBytesThatWaitToBeSent(@TempDir Path directory) throws Exception {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the lists show addresses in native order");
        Path list = Files.writeString(directory.resolve("tcp"), """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1F90 0100007F:C001 01 0000ABCD:00000012 01:00000014 00000000     0        0 1 4
                   1: 0100007F:C001 0100007F:1F90 01 00000001:00000000 00:00000000 00000000     0        0 2 1
                """);
        Path mapped = Files.writeString(directory.resolve("tcp6"), """
                  sl  local_address                         remote_address                        st tx_queue rx_queue
                   0: 0000000000000000FFFF00000100007F:1F91 0000000000000000FFFF00000200007F:C001 01 00000003:00000004
                """);
        SocketQueues queues = new SocketQueues(List.of(list, mapped));
        InetSocketAddress client = new InetSocketAddress("127.0.0.1", 0xC001);

        assertThat(queues.bytesOf(new InetSocketAddress("127.0.0.1", 8080), client))
                .hasValue(0xABCD);
        assertThat(queues.bytesOf(client, new InetSocketAddress("127.0.0.1", 8080)))
                .hasValue(1);
        assertThat(queues.bytesOf(new InetSocketAddress("127.0.0.1", 8081), new InetSocketAddress("127.0.0.2", 0xC001)))
                .hasValue(3);
        assertThat(queues.bytesOf(new InetSocketAddress("127.0.0.1", 8081), client))
                .isEmpty();
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
