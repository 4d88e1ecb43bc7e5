package sse.testkit.internal.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sse.testkit.internal.http.Deadline;

/**
 * A connection on which bytes are sent in pieces, and the complete answer to them. Many conversations run concurrently:
 * while the others send, the server has time to read one piece before the next arrives. For use by one thread at a
 * time.
 */
final class RawConversation implements AutoCloseable {
    /** The time within which the server must end all connections. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Socket socket;
    private final byte[] bytes;
    private final int[] cuts;
    private final Ending ending;
    private int nextPiece;

    private RawConversation(Socket socket, Script script, Ending ending) {
        this.socket = socket;
        this.bytes = script.bytes();
        this.cuts = script.cuts();
        this.ending = ending;
    }

    /** The side that ends a connection first. */
    enum Ending {
        /** The client, after its last byte. */
        CLIENT,
        /** The server. */
        SERVER
    }

    /**
     * Bytes to send. Never compared.
     *
     * @param cuts the positions at which the bytes are split, in ascending order
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Script(byte[] bytes, int... cuts) {
        static Script whole(byte[] bytes) {
            return new Script(bytes);
        }

        /** Returns true if they begin with a {@code HEAD} request. */
        boolean isHead() {
            return new String(bytes, StandardCharsets.US_ASCII).startsWith("HEAD ");
        }

        static Script byteByByte(byte[] bytes) {
            int[] cuts = new int[bytes.length];
            for (int i = 0; i < cuts.length; i++) {
                cuts[i] = i;
            }
            return new Script(bytes, cuts);
        }
    }

    /** The answer, and the local port of the client. */
    record Result(int port, String received) {}

    /** Runs conversations concurrently. */
    static List<Result> haveAll(InetSocketAddress server, List<Script> scripts, Ending ending) {
        List<RawConversation> conversations = new ArrayList<>();
        try {
            for (Script script : scripts) {
                conversations.add(open(server, script, ending));
            }
            boolean sending = true;
            while (sending) {
                sending = false;
                for (RawConversation conversation : conversations) {
                    sending |= conversation.sendPiece();
                }
            }
            Deadline deadline = Deadline.in(TIMEOUT);
            List<Result> results = new ArrayList<>();
            for (RawConversation conversation : conversations) {
                results.add(conversation.readToEnd(deadline));
            }
            return results;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            conversations.forEach(RawConversation::close);
        }
    }

    private static RawConversation open(InetSocketAddress server, Script script, Ending ending) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, (int) TIMEOUT.toMillis());
            return new RawConversation(socket, script, ending);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /**
     * Sends a piece and, if asked to, ends the output after the last one. Returns true if there is more to do. A server
     * that has rejected the request need not read.
     */
    private boolean sendPiece() {
        if (nextPiece > cuts.length) {
            return false;
        }
        int start = nextPiece == 0 ? 0 : cuts[nextPiece - 1];
        int end = nextPiece == cuts.length ? bytes.length : cuts[nextPiece];
        nextPiece++;
        try {
            socket.getOutputStream().write(bytes, start, end - start);
            if (nextPiece > cuts.length && ending == Ending.CLIENT) {
                socket.shutdownOutput();
            }
            return true;
        } catch (IOException refused) {
            nextPiece = cuts.length + 1;
            return false;
        }
    }

    private Result readToEnd(Deadline deadline) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        String end = "";
        try {
            byte[] buffer = new byte[1024];
            int read = 0;
            while (read >= 0) {
                received.write(buffer, 0, read);
                socket.setSoTimeout((int) deadline.remaining().toMillis() + 1);
                read = socket.getInputStream().read(buffer);
            }
        } catch (SocketTimeoutException late) {
            end = " and no end";
        } catch (IOException reset) {
            // Also an end: the bytes sent before it have been read.
            end = "";
        }
        return new Result(socket.getLocalPort(), received.toString(StandardCharsets.ISO_8859_1) + end);
    }

    @Override
    public void close() {
        try {
            // With a reset, which leaves no socket in TIME_WAIT.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
