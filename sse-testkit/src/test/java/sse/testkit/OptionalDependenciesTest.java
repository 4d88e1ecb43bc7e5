package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.SseServer;

/** AssertJ and JUnit are optional: only the assertions and the contracts require them. */
class OptionalDependenciesTest {
    @Test
    void runsWithoutAssertJAndJUnit() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL[] path = {codeOf(SseServer.class), codeOf(TestServer.class), codeOf(Use.class)};
        try (URLClassLoader alone = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            assertThat(List.of("org.assertj.core.api.Assertions", "org.junit.jupiter.api.Test"))
                    .noneMatch(name -> isThere(alone, name));

            Thread.currentThread().setContextClassLoader(alone);
            Supplier<?> use = (Supplier<?>) alone.loadClass(Use.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(use.get()).isEqualTo("hello");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static boolean isThere(ClassLoader loader, String name) {
        try {
            loader.loadClass(name);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static URL codeOf(Class<?> type) throws URISyntaxException, MalformedURLException {
        URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        return location.toURL();
    }

    /** A program that uses the test kit alone. */
    public static final class Use implements Supplier<String> {
        /** Called by reflection. */
        public Use() {}

        @Override
        public String get() {
            try (TestServer server = TestServer.start(
                            b -> b.transport("memory").stream("/", stream -> stream.send(Event.of("hello"))));
                    TestStream client = server.connect("/")) {
                return client.nextEvent().data();
            }
        }
    }
}
