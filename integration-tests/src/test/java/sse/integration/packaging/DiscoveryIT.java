package sse.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;

/** Transports on the path that cannot be used, from the packaged jars. */
class DiscoveryIT {
    private static final String PROGRAM = StartedServer.class.getName();

    @Test
    void startsBesideTransportThatCannotBeLoaded() throws Exception {
        assertThat(run("sse-nio", "sse-jdkhttp")).isEqualTo("started nio");
    }

    @Test
    void saysWhatTransportNeeds() throws Exception {
        assertThat(run("sse-jdkhttp"))
                .startsWith("refused: no transport on the path; found none; could not load ")
                .contains("java.lang.NoClassDefFoundError: com/sun/net/httpserver/")
                .endsWith(". A transport must see the same sse-api as its server, and sse-jdkhttp needs the module"
                        + " jdk.httpserver");
    }

    /** As in a host whose context class loader has the library, too. */
    @Test
    void startsInPluginWithOwnCopy() throws Exception {
        ClassLoader host = Thread.currentThread().getContextClassLoader();
        try (PluginLoader plugin = new PluginLoader(host, "sse-api", "sse-nio")) {
            Class<?> program = plugin.loadClass(PROGRAM);
            Object started = program.getMethod("start", String[].class).invoke(null, (Object) new String[0]);

            assertThat(program).isNotSameAs(StartedServer.class);
            assertThat(started).isEqualTo("started nio");
        }
    }

    /** Runs the program on a JDK without the JDK's server, and returns its last line. */
    private static String run(String... transports) throws Exception {
        List<String> path =
                new ArrayList<>(List.of(classes().toString(), Jars.of("sse-api").toString()));
        for (String transport : transports) {
            path.add(Jars.of(transport).toString());
        }
        List<String> arguments =
                List.of("--limit-modules", "java.base", "-cp", String.join(File.pathSeparator, path), PROGRAM);
        try (Program program = Program.java(arguments)) {
            String line = program.awaitLine("(started|refused).*").group();
            assertThat(program.awaitExit()).isZero();
            return line;
        }
    }

    private static Path classes() throws Exception {
        return Path.of(StartedServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** Prefers its own copy of the library to that of its parent. */
    private static final class PluginLoader extends URLClassLoader {
        PluginLoader(ClassLoader host, String... jars) throws Exception {
            super(new URL[] {classes().toUri().toURL()}, host);
            for (String jar : jars) {
                addURL(Jars.of(jar).toUri().toURL());
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null
                        && (name.startsWith("sse.api.") || name.startsWith("sse.nio.") || name.equals(PROGRAM))) {
                    loaded = findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }
}
