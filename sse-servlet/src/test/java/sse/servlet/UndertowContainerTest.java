package sse.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servlet-6.0")
class UndertowContainerTest extends ContainerTests {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }

    @Override
    boolean offersVirtualThreads() {
        return false;
    }

    @Test
    void runsInVersionOfItsClassPath() {
        String expected = System.getProperty("expected.undertow", "");
        assertTrue(Version.getVersionString().startsWith(expected), Version.getVersionString());
    }
}
