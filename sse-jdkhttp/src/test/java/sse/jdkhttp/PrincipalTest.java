package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.Request;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.SseService;
import sse.api.StreamOptions;

/** Whom the JDK's server has authenticated, as requests and admissions see it. */
class PrincipalTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

    @Test
    void isSubjectOfClientCertificate() throws Exception {
        HttpsConfigurator mutual = new HttpsConfigurator(TestTls.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        };
        try (SseServer server = serve(JdkHttpTransport.https(mutual));
                RawClient client = RawClient.connectTls(server.address()).send(GET + "\r\n")) {
            assertThat(client.readToEnd()).endsWith("\r\n\r\nCN=localhost over TLS, 1 certificate");
        }
    }

    @Test
    void isAbsentWithoutClientCertificate() throws Exception {
        try (SseServer server = serve(JdkHttpTransport.https(TestTls.context()));
                RawClient client = RawClient.connectTls(server.address()).send(GET + "\r\n")) {
            assertThat(client.readToEnd()).endsWith("\r\n\r\nsomebody over TLS, 0 certificates");
        }
        try (SseServer server = serve(new JdkHttpTransport());
                RawClient client = RawClient.connect(server.address()).send(GET + "\r\n")) {
            assertThat(client.readToEnd()).endsWith("\r\n\r\nsomebody");
        }
    }

    @Test
    void isNamedByAuthenticatorOfContext() throws Exception {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> Admission.reject(
                        Response.text(request.principal().orElseThrow().getName())
                                .withStatus(403)))
                .build();
        SseService service = SseService.builder().stream("/stream", options, stream -> {})
                .respond("/", this::describe)
                .build();
        HttpServer server = HttpServer.create(ANY_PORT, 0);
        try (SseHttpHandler handler = SseHttpHandler.of(service)) {
            server.createContext("/", handler).setAuthenticator(new BasicAuthenticator("test") {
                @Override
                public boolean checkCredentials(String user, String password) {
                    return password.equals("secret");
                }
            });
            server.start();
            String credentials = Base64.getEncoder().encodeToString("ada:secret".getBytes(StandardCharsets.US_ASCII));
            String authorized = "Authorization: Basic " + credentials + "\r\n\r\n";

            assertThat(answer(server, GET + "\r\n")).startsWith("HTTP/1.1 401 ");
            assertThat(answer(server, GET + authorized)).endsWith("\r\n\r\ntest:ada");
            assertThat(answer(server, GET.replace("/ ", "/stream ") + authorized))
                    .startsWith("HTTP/1.1 403 ")
                    .endsWith("\r\n\r\ntest:ada");
        } finally {
            server.stop(0);
        }
    }

    private static String answer(HttpServer server, String request) throws Exception {
        try (RawClient client = RawClient.connect(server.getAddress()).send(request)) {
            return client.readToEnd();
        }
    }

    private SseServer serve(JdkHttpTransport transport) throws Exception {
        return SseServer.builder()
                .transport(transport)
                .address(ANY_PORT)
                .respond("/", this::describe)
                .start();
    }

    private Response describe(Request request) {
        String name = request.principal().map(Principal::getName).orElse("somebody");
        return Response.text(name
                + request.tlsSession()
                        .map(session -> {
                            try {
                                int count = session.getPeerCertificates().length;
                                return " over TLS, " + count + " certificate";
                            } catch (javax.net.ssl.SSLPeerUnverifiedException none) {
                                return " over TLS, 0 certificates";
                            }
                        })
                        .orElse(""));
    }
}
