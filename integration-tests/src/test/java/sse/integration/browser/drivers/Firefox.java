package sse.integration.browser.drivers;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Firefox, by WebDriver BiDi. */
final class Firefox implements Browser {
    /** Besides those that Firefox sets itself when it is controlled. */
    private static final String PREFERENCES = """
            user_pref("app.update.disabledForTesting", true);
            user_pref("browser.tabs.remote.separatePrivilegedContentProcess", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("dom.ipc.processCount", 2);
            """;

    private final BrowserProcess process;
    private final CommandSocket commands;

    private Firefox(BrowserProcess process, CommandSocket commands) {
        this.process = process;
        this.commands = commands;
    }

    static Firefox launch() throws IOException, InterruptedException {
        BrowserProcess process = BrowserProcess.create(Engine.FIREFOX);
        try {
            Path profile = Files.createDirectory(process.home().resolve("profile"));
            Files.writeString(profile.resolve("user.js"), PREFERENCES);
            String url = process.start(
                            Map.of("MOZ_CRASHREPORTER_DISABLE", "1", "MOZ_HEADLESS_WIDTH", "1300"),
                            Engine.program("firefox-esr"),
                            "--headless",
                            "--no-remote",
                            "--profile",
                            profile.toString(),
                            "--remote-debugging-port",
                            "0",
                            "about:blank")
                    .awaitLine("WebDriver BiDi listening on (ws:.*)")
                    .group(1);
            Firefox firefox = new Firefox(process, CommandSocket.connect(url + "/session"));
            // Tests use self-signed certificates.
            firefox.send("session.new", "{'capabilities': {'alwaysMatch': {'acceptInsecureCerts': true}}}");
            return firefox;
        } catch (Throwable failure) {
            process.close();
            throw failure;
        }
    }

    @Override
    public Page newPage() {
        String profile =
                send("browser.createUserContext", "{}").get("userContext").getAsString();
        String context = send("browsingContext.create", "{'type': 'tab', 'userContext': '" + profile + "'}")
                .get("context")
                .getAsString();
        return new Tab(profile, context);
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

    private JsonObject send(String method, JsonObject parameters) {
        return commands.send(method, parameters, "");
    }

    private JsonObject send(String method, String parameters) {
        return send(
                method, JsonParser.parseString(parameters.replace('\'', '"')).getAsJsonObject());
    }

    private final class Tab extends Page {
        private final String profile;
        private final String context;
        private boolean isClosed;

        Tab(String profile, String context) {
            super(Engine.FIREFOX);
            this.profile = profile;
            this.context = context;
        }

        @Override
        public void navigate(String url) {
            JsonObject address = target();
            address.addProperty("url", url);
            address.addProperty("wait", "complete");
            send("browsingContext.navigate", address);
        }

        @Override
        String evaluatePromise(String expression) {
            JsonObject script = new JsonObject();
            script.addProperty("expression", expression);
            script.add("target", target());
            script.addProperty("awaitPromise", true);
            script.addProperty("userActivation", true);
            JsonObject result = send("script.evaluate", script);
            if (!result.get("type").getAsString().equals("success")) {
                throw new BrowserException("script: " + result);
            }
            return result.getAsJsonObject("result").get("value").getAsString();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                send("browsingContext.close", target());
                send("browser.removeUserContext", "{'userContext': '" + profile + "'}");
            }
        }

        private JsonObject target() {
            JsonObject target = new JsonObject();
            target.addProperty("context", context);
            return target;
        }
    }
}
