package sse.testkit.internal.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import sse.testkit.internal.http.Deadline;

/**
 * A connection on which bytes are sent in pieces, and the complete answer to them. Many conversations run concurrently:
 * while the others send, the server has time to read one piece before the next arrives. For use by one thread at a
 * time.
 */
final class RawConversation implements AutoCloseable {
    /** The time within which the server must end all connections. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** The time within which it must have answered the requests on those that their clients leave open. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 [2-5][0-9]{2} ");

    private final Socket socket;
    private final byte[] bytes;
    private final int[] cuts;
    private final Ending ending;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int nextPiece;

    private RawConversation(Socket socket, Script script, Ending ending) {
        this.socket = socket;
        this.bytes = script.bytes();
        this.cuts = script.cuts();
        this.ending = ending;
    }

    /** Connects to a server. */
    interface Connector {
        Socket connect(int timeoutMillis) throws IOException;
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
    static List<Result> haveAll(Connector server, List<Script> scripts, Ending ending) {
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

    /**
     * Runs conversations concurrently whose clients leave their connections open until they have their answers.
     *
     * @param answers how many answers each client awaits
     * @return what each client has received before and after it ended its side
     */
    static List<Open> haveAllOpen(Connector server, List<Script> scripts, List<Integer> answers) {
        List<RawConversation> conversations = new ArrayList<>();
        try {
            for (Script script : scripts) {
                RawConversation conversation = open(server, script, Ending.SERVER);
                conversations.add(conversation);
                conversation.sendPiece();
            }
            Deadline answered = Deadline.in(ANSWER_TIMEOUT);
            List<Boolean> complete = new ArrayList<>();
            for (int i = 0; i < conversations.size(); i++) {
                complete.add(conversations.get(i).awaitAnswers(answers.get(i), answered));
            }
            conversations.forEach(RawConversation::endOutput);
            Deadline ended = Deadline.in(TIMEOUT);
            List<Open> results = new ArrayList<>();
            for (int i = 0; i < conversations.size(); i++) {
                results.add(new Open(complete.get(i), conversations.get(i).readToEnd(ended)));
            }
            return results;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            conversations.forEach(RawConversation::close);
        }
    }

    /** The result of a conversation, and whether all answers came before the client ended its side. */
    record Open(boolean answered, Result result) {}

    private static RawConversation open(Connector server, Script script, Ending ending) throws IOException {
        return new RawConversation(server.connect((int) TIMEOUT.toMillis()), script, ending);
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

    /** Reads until so many answers have begun. Returns false if they do not come, or the connection ends before. */
    private boolean awaitAnswers(int count, Deadline deadline) {
        while (ANSWER.matcher(text()).results().count() < count) {
            if (!read(deadline).equals(Read.SOME)) {
                return ANSWER.matcher(text()).results().count() >= count;
            }
        }
        return true;
    }

    private void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException ended) {
            // By the server.
            nextPiece = cuts.length + 1;
        }
    }

    private Result readToEnd(Deadline deadline) {
        Read last = Read.SOME;
        while (last == Read.SOME) {
            last = read(deadline);
        }
        return new Result(socket.getLocalPort(), text() + (last == Read.LATE ? " and no end" : ""));
    }

    private enum Read {
        SOME,
        LATE,
        END
    }

    private Read read(Deadline deadline) {
        try {
            byte[] buffer = new byte[1024];
            socket.setSoTimeout((int) deadline.remaining().toMillis() + 1);
            int read = socket.getInputStream().read(buffer);
            received.write(buffer, 0, Math.max(0, read));
            return read < 0 ? Read.END : Read.SOME;
        } catch (SocketTimeoutException late) {
            return Read.LATE;
        } catch (IOException reset) {
            // Also an end: the bytes sent before it have been read.
            return Read.END;
        }
    }

    private String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
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
