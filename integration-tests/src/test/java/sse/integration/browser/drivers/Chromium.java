package sse.integration.browser.drivers;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;

/** Chromium, by the DevTools protocol. */
final class Chromium implements Browser {
    private static final String[] OPTIONS = {
        "--headless=new",
        "--remote-debugging-port=0",
        // The sandbox does not start for root, and not in many containers. The tests open their own pages only.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-extensions",
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        "--disable-backgrounding-occluded-windows",
        "--no-first-run",
        "--no-default-browser-check",
        "--password-store=basic",
        // Tests use self-signed certificates.
        "--ignore-certificate-errors",
        "--window-size=1300,1000"
    };

    private final BrowserProcess process;
    private final CommandSocket commands;

    private Chromium(BrowserProcess process, CommandSocket commands) {
        this.process = process;
        this.commands = commands;
    }

    static Chromium launch() throws IOException, InterruptedException {
        BrowserProcess process = BrowserProcess.create(Engine.CHROMIUM);
        try {
            String[] command = new String[OPTIONS.length + 3];
            command[0] = Engine.program("chromium");
            System.arraycopy(OPTIONS, 0, command, 1, OPTIONS.length);
            command[OPTIONS.length + 1] = "--user-data-dir=" + process.home().resolve("profile");
            command[OPTIONS.length + 2] = "about:blank";
            String url = process.start(Map.of(), command)
                    .awaitLine("DevTools listening on (ws:.*)")
                    .group(1);
            return new Chromium(process, CommandSocket.connect(url));
        } catch (Throwable failure) {
            process.close();
            throw failure;
        }
    }

    @Override
    public Page newPage() {
        JsonObject none = new JsonObject();
        String profile = send("Target.createBrowserContext", none, "")
                .get("browserContextId")
                .getAsString();
        JsonObject page = new JsonObject();
        page.addProperty("url", "about:blank");
        page.addProperty("browserContextId", profile);
        String target = send("Target.createTarget", page, "").get("targetId").getAsString();
        JsonObject attached = target(target);
        attached.addProperty("flatten", true);
        String session =
                send("Target.attachToTarget", attached, "").get("sessionId").getAsString();
        return new Tab(profile, target, session);
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        commands.close();
        process.close();
    }

    private JsonObject send(String method, JsonObject parameters, String session) {
        return commands.send(method, parameters, session);
    }

    private static JsonObject target(String id) {
        JsonObject target = new JsonObject();
        target.addProperty("targetId", id);
        return target;
    }

    private final class Tab extends Page {
        private final String profile;
        private final String target;
        private final String session;
        private boolean isClosed;

        Tab(String profile, String target, String session) {
            super(Engine.CHROMIUM);
            this.profile = profile;
            this.target = target;
            this.session = session;
        }

        @Override
        public void navigate(String url) {
            JsonObject address = new JsonObject();
            address.addProperty("url", url);
            JsonObject result = send("Page.navigate", address, session);
            if (result.has("errorText")) {
                throw new BrowserException(url + ": " + result.get("errorText").getAsString());
            }
            // The command returns when the new document is there.
            await("() => document.readyState === 'complete'");
        }

        @Override
        String evaluatePromise(String expression) {
            JsonObject script = new JsonObject();
            script.addProperty("expression", expression);
            script.addProperty("awaitPromise", true);
            script.addProperty("returnByValue", true);
            script.addProperty("userGesture", true);
            JsonObject result = send("Runtime.evaluate", script, session);
            if (result.has("exceptionDetails")) {
                throw new BrowserException("script: " + result.get("exceptionDetails"));
            }
            return result.getAsJsonObject("result").get("value").getAsString();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                send("Target.closeTarget", target(target), "");
                JsonObject context = new JsonObject();
                context.addProperty("browserContextId", profile);
                send("Target.disposeBrowserContext", context, "");
            }
        }
    }
}
