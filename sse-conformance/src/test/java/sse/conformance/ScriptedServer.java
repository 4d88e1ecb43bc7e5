package sse.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Answers each connection's request with what a function makes of its head, in ISO-8859-1, and then waits. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final UnaryOperator<String> answer;

    private ScriptedServer(ServerSocket listener, UnaryOperator<String> answer) {
        this.listener = listener;
        this.answer = answer;
    }

    static ScriptedServer start(UnaryOperator<String> answer) throws IOException {
        ScriptedServer server = new ScriptedServer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), answer);
        daemon(server::accept);
        return server;
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/stream?a=b");
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            StringBuilder head = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            socket.getOutputStream().write(answer.apply(head.toString()).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            while (in.read() >= 0) {}
        } catch (IOException reset) {
            // The client has what it wants.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }
}
