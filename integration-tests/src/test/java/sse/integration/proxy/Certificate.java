package sse.integration.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import sse.integration.fixtures.Program;

/** A self-signed certificate for 127.0.0.1, made once, and a client that trusts it. */
final class Certificate {
    private static final String ALIAS = "events";
    private static final String PASSWORD = "changeit";

    private static Certificate instance;

    private final Path pem;
    private final HttpClient client;

    private Certificate(Path pem, HttpClient client) {
        this.pem = pem;
        this.client = client;
    }

    /** Returns the path of a file with the certificate and its private key. */
    static String pem() {
        return instance().pem.toString();
    }

    /** Returns a client that speaks HTTP/2. */
    static HttpClient client() {
        return instance().client;
    }

    private static synchronized Certificate instance() {
        if (instance == null) {
            try {
                instance = create(Files.createTempDirectory("certificate"));
            } catch (IOException | GeneralSecurityException | InterruptedException failure) {
                throw new IllegalStateException("no certificate", failure);
            }
        }
        return instance;
    }

    private static Certificate create(Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve("key.p12");
        Path pem = directory.resolve("events.pem");
        List.of(directory, file, pem).forEach(path -> path.toFile().deleteOnExit());
        generate(file);
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
        byte[] certificate = store.getCertificate(ALIAS).getEncoded();
        Files.writeString(pem, pem("CERTIFICATE", certificate) + pem("PRIVATE KEY", key));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
        return new Certificate(pem, client);
    }

    private static void generate(Path file) throws IOException, InterruptedException {
        List<String> keytool = List.of("--module", "java.base/sun.security.tools.keytool.Main", "-genkeypair");
        List<String> subject =
                List.of("-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=ip:127.0.0.1");
        List<String> output = List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString());
        List<String> arguments = new ArrayList<>(keytool);
        arguments.addAll(subject);
        arguments.addAll(output);
        try (Program program = Program.java(arguments)) {
            assertThat(program.awaitExit()).as(program::output).isZero();
        }
    }

    private static String pem(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
