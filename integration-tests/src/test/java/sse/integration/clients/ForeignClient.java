package sse.integration.clients;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sse.integration.fixtures.Program;

/**
 * A client of another project, in a process of its own that prints {@code event} and the data for each event that the
 * client hands to its user, and {@code end} when the client ends, for whatever reason.
 */
enum ForeignClient {
    FETCH_EVENT_SOURCE {
        @Override
        Program start(URI uri) throws IOException {
            return NodeClients.start("fetch-event-source.mjs", uri);
        }

        @Override
        Optional<String> missing() throws Exception {
            return NodeClients.missing();
        }
    },
    OPENAI_OF_NODE {
        @Override
        Program start(URI uri) throws IOException {
            return NodeClients.start("openai.mjs", uri);
        }

        @Override
        Optional<String> missing() throws Exception {
            return NodeClients.missing();
        }
    },
    HTTPX_SSE {
        @Override
        Program start(URI uri) throws IOException {
            return PythonClients.start("httpx_sse_reader.py", uri);
        }

        @Override
        Optional<String> missing() throws Exception {
            return PythonClients.missing();
        }
    },
    OPENAI_OF_PYTHON {
        @Override
        Program start(URI uri) throws IOException {
            return PythonClients.start("openai_reader.py", uri);
        }

        @Override
        Optional<String> missing() throws Exception {
            return PythonClients.missing();
        }
    },
    VERTX {
        @Override
        Program start(URI uri) throws IOException {
            return java(VertxReader.class, uri, jar -> true);
        }
    },
    JERSEY {
        @Override
        Program start(URI uri) throws IOException {
            return java(JaxRsReader.class, uri, jar -> !jar.contains("resteasy"));
        }

        @Override
        List<String> atEnd() {
            return List.of("event ");
        }
    },
    RESTEASY {
        @Override
        Program start(URI uri) throws IOException {
            return java(JaxRsReader.class, uri, jar -> !jar.contains("jersey"));
        }
    },
    MICRONAUT {
        @Override
        Program start(URI uri) throws IOException {
            return java(MicronautReader.class, uri, jar -> true);
        }
    };

    /** Starts it on a stream. */
    abstract Program start(URI uri) throws IOException;

    /** Returns why it cannot be started; empty if it can. */
    Optional<String> missing() throws Exception {
        return Optional.empty();
    }

    /**
     * Returns what it hands to its user when the stream ends behind a heartbeat: an event, if it takes a block without
     * its blank line for whole, which the standard has it discard.
     */
    List<String> atEnd() {
        return List.of();
    }

    /** Starts a program on the class path of this test. */
    static Program startJava(Class<?> main, String... arguments) throws IOException {
        return start(main, List.of(arguments), jar -> true);
    }

    private static Program java(Class<?> main, URI uri, Predicate<String> jars) throws IOException {
        return start(main, List.of(uri.toString()), jars);
    }

    /** Starts a program on a part of the class path of this test: of two implementations one is chosen. */
    private static Program start(Class<?> main, List<String> arguments, Predicate<String> jars) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String chosen = Stream.of(classPath.split(File.pathSeparator, -1))
                .filter(entry -> jars.test(Path.of(entry).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of("-cp", chosen, main.getName()));
        command.addAll(arguments);
        return Program.java(command);
    }
}
