package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/** Which transport is chosen of those on the path, which here is a class loader that says what there is. */
class TransportDiscoveryTest {
    private static final String HOW_TO_ADD = ". Add the jar of one: io.github.ssejava:sse-nio (raw NIO, for scale) or"
            + " io.github.ssejava:sse-jdkhttp (the JDK's HttpServer)";

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
        System.clearProperty("sse.transport");
    }

    @Test
    void takesTheOnlyAutomaticOne() {
        onThePath(ByHand.class, Second.class);
        assertThat(TransportDiscovery.chosen()).isInstanceOf(Second.class);
    }

    @Test
    void takesTheOneThatIsNamed() {
        onThePath(First.class, Second.class, ByHand.class);
        assertThat(TransportDiscovery.named("by-hand")).isInstanceOf(ByHand.class);
        System.setProperty("sse.transport", "second");
        assertThat(TransportDiscovery.chosen()).isInstanceOf(Second.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> SseServer.builder()
                        .transport("third")
                        .respond("/", request -> {
                            throw new AssertionError();
                        })
                        .start())
                .withMessage("no transport named \"third\" on the path; found " + found(ByHand.class) + ", "
                        + found(First.class) + ", " + found(Second.class) + HOW_TO_ADD);
    }

    @Test
    void namesThoseItCannotChooseFrom() {
        onThePath(Second.class, ByHand.class, First.class);
        assertThatIllegalStateException()
                .isThrownBy(TransportDiscovery::chosen)
                .withMessage("more than one transport on the path: " + found(First.class) + ", " + found(Second.class)
                        + ". Keep one jar, or choose with -Dsse.transport=first"
                        + " or SseServer.builder().transport(\"first\")");
    }

    @Test
    void namesJarsToAddIfNoneIsAutomatic() {
        onThePath(ByHand.class);
        assertThatIllegalStateException()
                .isThrownBy(TransportDiscovery::chosen)
                .withMessage("no transport on the path; found " + found(ByHand.class) + HOW_TO_ADD);
    }

    @Test
    void skipsTransportThatCannotBeLoaded() {
        onThePath(Broken.class, Second.class);

        assertThat(TransportDiscovery.chosen()).isInstanceOf(Second.class);
        assertThat(TransportDiscovery.named("second")).isInstanceOf(Second.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.named("broken"))
                .withMessage("no transport named \"broken\" on the path; found " + found(Second.class)
                        + "; could not load java.util.ServiceConfigurationError: " + Transport.class.getName()
                        + ": Provider " + Broken.class.getName() + " could not be instantiated"
                        + ", because of java.lang.NoClassDefFoundError: com/sun/net/httpserver/HttpServer"
                        + ". A transport must see the same sse-api as its server, and sse-jdkhttp needs the module"
                        + " jdk.httpserver");
    }

    @Test
    void skipsTransportOfAnotherCopy() {
        onThePath(NotOfThisCopy.class, Second.class);

        assertThat(TransportDiscovery.chosen()).isInstanceOf(Second.class);
    }

    /** As in a plug-in whose host has another copy of the library. */
    @Test
    void looksInItsOwnLoaderIfContextHasNone() {
        onThePath(NotOfThisCopy.class, Broken.class);

        assertThatIllegalStateException()
                .isThrownBy(TransportDiscovery::chosen)
                .withMessageStartingWith("no transport on the path; found none; could not load ")
                .withMessageContaining(NotOfThisCopy.class.getName() + " not a subtype")
                .withMessageContaining("could not be instantiated");
    }

    @Test
    void suggestsNoJarThatIsThere() {
        onThePath(Nio.class, Second.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.named("nioo"))
                .withMessageEndingWith(". Add the jar of one: io.github.ssejava:sse-jdkhttp (the JDK's HttpServer)");
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.named("jdkhttp"))
                .withMessageEndingWith(". Add the jar io.github.ssejava:sse-jdkhttp (the JDK's HttpServer)");
        onThePath(Nio.class, Jdkhttp.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> TransportDiscovery.named("nioo"))
                .withMessageEndingWith(". Choose one of these names");
    }

    private static String found(Class<? extends Transport> type) {
        String name = type == First.class ? "first" : type == Second.class ? "second" : "by-hand";
        return name + " (" + type.getName() + ")";
    }

    private static void onThePath(Class<?>... transports) {
        Thread.currentThread().setContextClassLoader(new Path(List.of(transports)));
    }

    /** Hides what is on the path and shows other providers. */
    private static final class Path extends ClassLoader {
        private final byte[] providers;

        Path(List<Class<?>> transports) {
            super(TransportDiscoveryTest.class.getClassLoader());
            providers = transports.stream()
                    .map(Class::getName)
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals("META-INF/services/" + Transport.class.getName())
                    ? Collections.enumeration(List.of(new URL(null, "providers:all", new Providers())))
                    : super.getResources(name);
        }

        private final class Providers extends URLStreamHandler {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(providers);
                    }
                };
            }
        }
    }

    /** A transport that nobody starts. */
    public static class First implements Transport {
        @Override
        public String name() {
            return "first";
        }

        @Override
        public TransportServer start(TransportContext context) throws IOException {
            throw new AssertionError("not to be started");
        }
    }

    /** Another one. */
    public static final class Second extends First {
        @Override
        public String name() {
            return "second";
        }
    }

    /** One that has to be named. */
    public static final class ByHand extends First {
        @Override
        public String name() {
            return "by-hand";
        }

        @Override
        public boolean isAutomatic() {
            return false;
        }
    }

    /** One named as that of a jar of this library. */
    public static final class Nio extends First {
        @Override
        public String name() {
            return "nio";
        }
    }

    /** Another one named so. */
    public static final class Jdkhttp extends First {
        @Override
        public String name() {
            return "jdkhttp";
        }
    }

    /** One that lacks what it needs. */
    public static final class Broken extends First {
        public Broken() {
            throw new NoClassDefFoundError("com/sun/net/httpserver/HttpServer");
        }
    }

    /** One that implements the interface of another copy. */
    public static final class NotOfThisCopy {}
}
