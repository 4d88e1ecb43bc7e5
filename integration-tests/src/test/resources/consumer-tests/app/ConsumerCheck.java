package app;

import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** What a user's test does with the test kit. It lies in the module of the program that it tests. */
public final class ConsumerCheck {
    private ConsumerCheck() {}

    public static void main(String[] args) {
        try (TestServer server = TestServer.start(builder -> builder.stream("/", stream -> stream.send("hello")));
                TestStream stream = server.connect("/")) {
            System.out.println(ConsumerCheck.class.getModule().getName() + " received " + stream.nextEvent().data());
            stream.ignoreUnread();
        }
    }
}
