package sse.integration.clients;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import sse.integration.fixtures.Program;

/**
 * A client of a language model's protocol, in a process of its own that runs the exchanges of {@link Transcript} with a
 * server, and prints what the client hands to its user.
 */
enum ModelClient {
    OPENAI_OF_NODE {
        @Override
        Program start(URI uri) throws IOException {
            return NodeClients.start("openai-chat.mjs", uri);
        }

        @Override
        Optional<String> missing() throws Exception {
            return NodeClients.missing();
        }
    },
    OPENAI_OF_JAVA {
        @Override
        Program start(URI uri) throws IOException {
            return java(OpenAiReader.class, uri);
        }
    },
    LANGCHAIN4J {
        @Override
        Program start(URI uri) throws IOException {
            return java(LangChainReader.class, uri);
        }
    },
    ANTHROPIC_OF_NODE {
        @Override
        Program start(URI uri) throws IOException {
            return NodeClients.start("anthropic-messages.mjs", uri);
        }

        @Override
        Optional<String> missing() throws Exception {
            return NodeClients.missing();
        }
    },
    ANTHROPIC_OF_JAVA {
        @Override
        Program start(URI uri) throws IOException {
            return java(AnthropicReader.class, uri);
        }
    };

    /** Starts it with a server's address. */
    abstract Program start(URI uri) throws IOException;

    /** Returns why it cannot be started; empty if it can. */
    Optional<String> missing() throws Exception {
        return Optional.empty();
    }

    /** Returns the transcript of all exchanges. */
    String transcript() throws IOException {
        String name = "/clients/transcripts/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
        try (InputStream in = ModelClient.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Program java(Class<?> main, URI uri) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Program.java(List.of("-cp", classPath, main.getName(), uri.toString()));
    }
}
