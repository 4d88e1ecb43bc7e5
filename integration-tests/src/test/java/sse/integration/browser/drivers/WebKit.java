package sse.integration.browser.drivers;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import sse.integration.fixtures.Waiting;

/** WebKitGTK's MiniBrowser on a virtual display, by WebDriver. Its pages are windows of one ephemeral profile. */
final class WebKit implements Browser {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BrowserProcess process;
    private final String driver;

    // Confined to the test's thread.
    private String session = "";
    private String current = "";

    /** It stays: with the last window the browser ends. */
    private String first = "";

    private WebKit(BrowserProcess process, String driver) {
        this.process = process;
        this.driver = driver;
    }

    static WebKit launch() throws IOException, InterruptedException {
        BrowserProcess process = BrowserProcess.create(Engine.WEBKIT);
        try {
            String display = process.start(
                            Map.of(),
                            Engine.program("Xvfb"),
                            "-displayfd",
                            "1",
                            "-screen",
                            "0",
                            "1300x1000x24",
                            "-nolisten",
                            "tcp")
                    .awaitLine("([0-9]+)")
                    .group(1);
            Map<String, String> environment = Map.of(
                    "DISPLAY",
                    ":" + display,
                    "GDK_BACKEND",
                    "x11",
                    "LIBGL_ALWAYS_SOFTWARE",
                    "1",
                    "NO_AT_BRIDGE",
                    "1",
                    // Without it navigator.language is "C", which is no language tag.
                    "LANG",
                    "en_US.UTF-8");
            String port = Integer.toString(freePort());
            process.start(environment, Engine.program("WebKitWebDriver"), "--host=127.0.0.1", "--port=" + port);
            WebKit webKit = new WebKit(process, "http://127.0.0.1:" + port);
            webKit.open();
            return webKit;
        } catch (Throwable failure) {
            process.close();
            throw failure;
        }
    }

    /** The driver does not choose a port itself, nor does it report one. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void open() {
        Waiting.until("WebKitWebDriver listens", this::isListening);
        JsonObject result = send("POST", "/session", """
                {"capabilities": {"alwaysMatch": {
                    "acceptInsecureCerts": true,
                    "timeouts": {"script": %d},
                    "webkitgtk:browserOptions": {"binary": "%s", "args": ["--automation"]}}}}""".formatted(
                                Page.COMMAND_DEADLINE.toMillis(), Engine.program("MiniBrowser")))
                .getAsJsonObject();
        session = "/session/" + result.get("sessionId").getAsString();
        first = send("GET", session + "/window", "").getAsString();
        current = first;
    }

    private boolean isListening() {
        try {
            HTTP.send(request("/status").GET().build(), BodyHandlers.discarding());
            return true;
        } catch (ConnectException notYet) {
            return false;
        } catch (IOException failure) {
            throw new BrowserException("WebKitWebDriver", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrowserException("interrupted", interrupted);
        }
    }

    @Override
    public Page newPage() {
        JsonElement window = send("POST", session + "/window/new", "{\"type\": \"window\"}");
        return new Window(window.getAsJsonObject().get("handle").getAsString());
    }

    /** Returns true unless a process has ended, or the driver has lost its browser: it ends the session then. */
    @Override
    public boolean isAlive() {
        return process.isAlive() && hasSession();
    }

    private boolean hasSession() {
        try {
            send("GET", session + "/window/handles", "");
            return true;
        } catch (BrowserException lost) {
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
    }

    /** Selects the window that commands apply to. */
    private void switchTo(String handle) {
        if (!current.equals(handle)) {
            JsonObject window = new JsonObject();
            window.addProperty("handle", handle);
            send("POST", session + "/window", window.toString());
            current = handle;
        }
    }

    private JsonElement send(String method, String path, String body) {
        HttpRequest request =
                request(path).method(method, BodyPublishers.ofString(body)).build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            JsonElement value =
                    JsonParser.parseString(response.body()).getAsJsonObject().get("value");
            if (response.statusCode() != 200) {
                throw new BrowserException(method + " " + path + ": " + value);
            }
            return value;
        } catch (IOException failure) {
            throw new BrowserException(method + " " + path, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrowserException("interrupted", interrupted);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(driver + path)).timeout(Page.COMMAND_DEADLINE.plusSeconds(5));
    }

    private final class Window extends Page {
        private final String handle;
        private boolean isClosed;

        Window(String handle) {
            super(Engine.WEBKIT);
            this.handle = handle;
        }

        @Override
        public void navigate(String url) {
            JsonObject address = new JsonObject();
            address.addProperty("url", url);
            command("POST", "/url", address);
        }

        // A script that runs while the document is left is never answered: these commands wait for the next document.
        @Override
        void beginReload() {
            command("POST", "/refresh", new JsonObject());
        }

        @Override
        void beginBack() {
            command("POST", "/back", new JsonObject());
        }

        @Override
        String evaluatePromise(String expression) {
            JsonObject script = new JsonObject();
            script.addProperty("script", expression + ".then(arguments[0]);");
            script.add("args", JsonParser.parseString("[]"));
            return command("POST", "/execute/async", script).getAsString();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                command("DELETE", "/cookie", new JsonObject());
                command("DELETE", "/window", new JsonObject());
                switchTo(first);
            }
        }

        private JsonElement command(String method, String path, JsonObject body) {
            switchTo(handle);
            return send(method, session + path, body.toString());
        }
    }
}
