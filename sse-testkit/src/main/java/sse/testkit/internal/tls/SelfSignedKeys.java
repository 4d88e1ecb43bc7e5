package sse.testkit.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys whose certificates they have signed themselves, made by the JDK's keytool. Thread-safe. */
public final class SelfSignedKeys {
    /** The password of every key store. */
    public static final String PASSWORD = "changeit";

    private static final int KEYTOOL_SECONDS = 50;

    private SelfSignedKeys() {}

    /**
     * Makes keys. Takes about a second for each.
     *
     * @param names the names of hosts, each of which gets a key: the alias, and a name in the certificate beside the
     *     address {@code 127.0.0.1}
     * @return a key store with the keys and their certificates
     */
    public static KeyStore of(String... names) {
        try {
            Path directory = Files.createTempDirectory("sse-testkit");
            Path file = directory.resolve("keys.p12");
            try {
                for (String name : names) {
                    generate(file, name);
                }
                return load(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException | InterruptedException | GeneralSecurityException failure) {
            throw new IllegalStateException("keys must be generated", failure);
        }
    }

    /**
     * Returns a context.
     *
     * @param keys what {@link #of} has returned
     * @return a new context that has the keys and trusts their certificates
     */
    public static SSLContext context(KeyStore keys) {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD.toCharArray());
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("context must take the keys", failure);
        }
    }

    private static void generate(Path file, String name) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name + ",ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool failed");
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
