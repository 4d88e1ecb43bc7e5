package sse.integration.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.integration.fixtures.Program;

/** A server's process that is stopped for longer than each of its deadlines, and goes on. */
class StoppedProcessIT {
    private static final long STOPPED_MILLIS = 5_000;

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void keepsStreamsAndRequests(String transport) throws Exception {
        assumeTrue(new File("/bin/kill").exists(), "the process is stopped by SIGSTOP");
        try (Program program = Program.java(StoppedServer.arguments(transport))) {
            int port = Integer.parseInt(program.awaitLine("port ([0-9]+)").group(1));
            try (Socket quiet = connect(port);
                    Socket stalled = connect(port);
                    Socket asking = connect(port)) {
                send(quiet, "GET /quiet HTTP/1.1\r\nHost: a\r\n\r\n");
                awaitText(quiet.getInputStream(), "data: open\n");
                send(stalled, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
                send(asking, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
                program.number("streams");

                program.signal("STOP");
                TimeUnit.MILLISECONDS.sleep(STOPPED_MILLIS);
                program.signal("CONT");
                awaitText(stalled.getInputStream(), "data: last\n");
                send(asking, "def");

                awaitText(asking.getInputStream(), "abcdef");
                program.writeLine("send");
                awaitText(quiet.getInputStream(), "data: sent\n");
                awaitText(stalled.getInputStream(), "data: sent\n");
                assertThat(program.number("closed")).isZero();
            }
            program.endInput();
            assertThat(program.awaitExit()).isZero();
        }
    }

    private static Socket connect(int port) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static void awaitText(InputStream in, String expected) throws Exception {
        StringBuilder read = new StringBuilder();
        byte[] piece = new byte[64 * 1024];
        while (read.indexOf(expected) < 0) {
            int count = in.read(piece);
            assertThat(count).as("bytes before %s", expected).isPositive();
            read.append(new String(piece, 0, count, US_ASCII));
            read.delete(0, Math.max(0, read.length() - piece.length));
        }
    }
}
